/** The title of the document; React moves it into the head and before the one of index.html. */
export function PageTitle({ children }: { children: string }) {
  return <title>{`${children} · Tented API`}</title>;
}
