const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * Port of HumanDuration (k8s.io/apimachinery/pkg/util/duration/duration.go): two or three
 * significant figures. Go's integer divisions cut towards zero, hence Math.trunc.
 */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / SECOND);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;

  const minutes = Math.trunc(milliseconds / MINUTE);
  if (minutes < 10) return `${minutes}m${rest(seconds % 60, 's')}`;
  if (minutes < 180) return `${minutes}m`;

  const hours = Math.trunc(milliseconds / HOUR);
  if (hours < 8) return `${hours}h${rest(minutes % 60, 'm')}`;
  if (hours < 48) return `${hours}h`;

  const days = Math.trunc(hours / 24);
  if (days < 8) return `${days}d${rest(hours % 24, 'h')}`;
  if (days < 2 * 365) return `${days}d`;

  const years = Math.trunc(days / 365);
  return years < 8 ? `${years}y${rest(days % 365, 'd')}` : `${years}y`;
}

function rest(amount: number, unit: string): string {
  return amount === 0 ? '' : `${amount}${unit}`;
}
