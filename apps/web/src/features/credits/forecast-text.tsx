import { Text } from '@mantine/core';
import { formatCredits, formatDay, formatNumber } from '../../lib/format.ts';
import type { Outputs } from '../../lib/trpc.ts';
import { Moment } from '../../ui/moment.tsx';
import { useNow } from '../../ui/use-now.ts';
import { forecastOf } from './forecast.ts';

export function ForecastText({ balance }: { balance: Outputs['credits']['balance'] }) {
  const forecast = forecastOf(balance, useNow());
  if (!forecast) return null;

  return (
    <Text mt="md" size="sm">
      {forecast.kind === 'ends' ? (
        <>
          At this pace {formatCredits(balance.allowance)} last until{' '}
          <Moment iso={forecast.at.toISOString()}>{formatDay(forecast.at.toISOString())}</Moment>.
        </>
      ) : (
        `At this pace about ${formatNumber(forecast.usedAtEnd)} of ${formatCredits(balance.allowance)} are used when the month ends.`
      )}
    </Text>
  );
}
