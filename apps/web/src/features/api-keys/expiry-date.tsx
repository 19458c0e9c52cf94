import { DatePickerInput } from '@mantine/dates';
import '@mantine/dates/styles.css';
import { IconCalendar } from '../../ui/icons.ts';
import { useNow } from '../../ui/use-now.ts';

type ExpiryDateProps = { value: string | null; onChange: (date: string | null) => void };

export default function ExpiryDate({ value, onChange }: ExpiryDateProps) {
  const now = useNow();

  return (
    <DatePickerInput
      label="Expiry date"
      description="The key works through the end of this day, in your time zone."
      placeholder="Choose a date"
      leftSection={<IconCalendar size={16} stroke={1.75} aria-hidden />}
      weekendDays={[]}
      minDate={now}
      valueFormat="D MMM YYYY"
      value={value}
      onChange={onChange}
    />
  );
}
