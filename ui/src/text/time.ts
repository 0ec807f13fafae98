/** The words of relative times. */
export const timeText = {
  justNow: 'just now',
  ago: (age: string) => `${age} ago`,
  in: (age: string) => `in ${age}`,
  units: { second: 's', minute: 'min', hour: 'h', day: 'd', week: 'wk', month: 'mo', year: 'y' },
} as const;
