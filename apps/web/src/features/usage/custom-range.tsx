import { DateTimePicker } from '@mantine/dates';
import '@mantine/dates/styles.css';
import { type DateRange, instantOf, pickerValueOf } from './date-range.ts';
import classes from './usage-filters.module.css';

type CustomRangeProps = { value: DateRange; onChange: (range: DateRange) => void };

export default function CustomRange({ value: { from, to }, onChange }: CustomRangeProps) {
  function set(range: { from?: string | undefined; to?: string | undefined }) {
    onChange({ ...(range.from && { from: range.from }), ...(range.to && { to: range.to }) });
  }

  return (
    <>
      <DateTimePicker
        className={classes.moment}
        size="xs"
        aria-label="From"
        placeholder="From"
        valueFormat="D MMM YYYY, HH:mm"
        clearable
        weekendDays={[]}
        value={pickerValueOf(from)}
        onChange={(value) => set({ from: instantOf(value), to })}
      />
      <DateTimePicker
        className={classes.moment}
        size="xs"
        aria-label="To"
        placeholder="To"
        valueFormat="D MMM YYYY, HH:mm"
        clearable
        weekendDays={[]}
        {...(from && { minDate: new Date(from) })}
        value={pickerValueOf(to)}
        onChange={(value) => set({ from, to: instantOf(value) })}
      />
    </>
  );
}
