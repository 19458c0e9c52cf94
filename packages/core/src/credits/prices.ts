/** What an action of the public API costs, in credits. Everything else is free. */
export const PRICES = { 'tent.create': 1, 'tent.edit': 1, 'tent.bulk_item': 1 } as const;

export type PricedAction = keyof typeof PRICES;
