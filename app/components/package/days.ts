/** "1 day", "18 days". */
export const countDays = (days: number): string => `${days} ${days === 1 ? 'day' : 'days'}`;
