import {
  type QuotaRoom,
  quotaRooms,
  type ResourceQuota,
} from '../../../model/resources/admission/resource-quota.ts';
import {
  formatQuantity,
  isEqual,
  isPositive,
  type Quantity,
} from '../../../model/resources/quantity/quantity.ts';
import { quotaItem } from '../../../model/resources/quantity/resource-name.ts';
import type { Style } from '../../text/style.ts';
import { layOut } from '../../text/table.ts';
import type { Column, TableRoom } from '../../text/table-columns.ts';
import { listedAmountText } from '../amounts.ts';
import { NOTHING_TO_SAY } from './amount-cells.ts';

const COLUMNS: readonly Column<QuotaRoom>[] = [
  { title: 'RESOURCEQUOTA', text: ({ quota }) => quota, isName: true },
  { title: 'RESOURCE', text: ({ resource }) => resource, isName: true },
  { title: 'USED', text: (room) => amount(room, room.used) },
  { title: 'HARD', text: (room) => amount(room, room.hard) },
  {
    title: 'LEFT',
    text: leftText,
    paint: ({ left }, style) => (left && !isPositive(left) ? style.warning : undefined),
  },
];

/** How much of each quota is used, by the server's own count; empty where there is none. */
export function quotaTable(
  quotas: readonly ResourceQuota[],
  style: Style,
  room: TableRoom,
): string {
  const rooms = quotaRooms(quotas);
  return rooms.length === 0 ? '' : [...layOut(COLUMNS, rooms, style, room).text].join('');
}

const SHORT = 8;

function amount({ resource }: QuotaRoom, quantity: Quantity | undefined): string {
  if (quantity === undefined) return NOTHING_TO_SAY;
  return listedAmountText(quotaItem(resource).resource, quantity);
}

/** Of 80Gi not 80Gi are left where 48Mi are used: the exact amount says it where it is short. */
function leftText(room: QuotaRoom): string {
  const { left, hard } = room;
  const text = amount(room, left);
  const isRounded = left && !isEqual(left, hard) && text === amount(room, hard);
  if (!isRounded) return text;
  const exact = formatQuantity(left);
  return exact.length <= SHORT ? exact : `<${text}`;
}
