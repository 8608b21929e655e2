const units = ['B', 'KB', 'MB', 'GB', 'TB'];

export function bytes(count: number | null): string {
  if (count === null) return '–';
  const unit = count < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(count) / 3));
  return `${(count / 1000 ** unit).toFixed(unit === 0 ? 0 : 1)} ${units[unit]}`;
}

const dates = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
export const date = (iso: string) => dates.format(new Date(iso));
