type Event = { readonly date: string; readonly title: string; readonly notes?: string };

/** The events in the form of GOV.UK's `bank-holidays.json`. */
export function govUkList(events: readonly Event[]) {
  return {
    'england-and-wales': {
      division: 'england-and-wales',
      events: events.map((event) => ({ notes: '', bunting: true, ...event })),
    },
    scotland: { division: 'scotland', events: [] },
  };
}

/** What GOV.UK listed for 2022 and 2023: a moved day, two jubilee days side by side, a funeral, a coronation. */
export const JUBILEE_YEARS: readonly Event[] = [
  { date: '2022-01-03', title: 'New Year’s Day', notes: 'Substitute day' },
  { date: '2022-04-15', title: 'Good Friday' },
  { date: '2022-04-18', title: 'Easter Monday' },
  { date: '2022-05-02', title: 'Early May bank holiday' },
  { date: '2022-06-02', title: 'Spring bank holiday' },
  { date: '2022-06-03', title: 'Platinum Jubilee bank holiday' },
  { date: '2022-08-29', title: 'Summer bank holiday' },
  { date: '2022-09-19', title: 'Bank Holiday for the State Funeral of Queen Elizabeth II' },
  { date: '2022-12-26', title: 'Boxing Day' },
  { date: '2022-12-27', title: 'Christmas Day', notes: 'Substitute day' },
  { date: '2023-01-02', title: 'New Year’s Day', notes: 'Substitute day' },
  { date: '2023-04-07', title: 'Good Friday' },
  { date: '2023-04-10', title: 'Easter Monday' },
  { date: '2023-05-01', title: 'Early May bank holiday' },
  { date: '2023-05-08', title: 'Bank holiday for the coronation of King Charles III' },
  { date: '2023-05-29', title: 'Spring bank holiday' },
  { date: '2023-08-28', title: 'Summer bank holiday' },
  { date: '2023-12-25', title: 'Christmas Day' },
  { date: '2023-12-26', title: 'Boxing Day' },
];
