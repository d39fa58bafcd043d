import {
  type QuotaRoom,
  quotaRooms,
  type ResourceQuota,
} from '../../../model/resources/admission/resource-quota.ts';
import {
  formatQuantity,
  isPositive,
  type Quantity,
} from '../../../model/resources/quantity/quantity.ts';
import type { Style } from '../../text/style.ts';
import { layOut } from '../../text/table.ts';
import type { Column, TableRoom } from '../../text/table-columns.ts';
import { amountText } from '../amounts.ts';
import { NOTHING_TO_SAY } from './amount-cells.ts';

const COLUMNS: readonly Column<QuotaRoom>[] = [
  { title: 'RESOURCEQUOTA', text: ({ quota }) => quota, isName: true },
  { title: 'RESOURCE', text: ({ resource }) => resource, isName: true },
  { title: 'USED', text: (room) => amount(room, room.used) },
  { title: 'HARD', text: (room) => amount(room, room.hard) },
  {
    title: 'LEFT',
    text: (room) => amount(room, room.left),
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

const EXACT = 10;

/** `requests.memory` is bytes, `limits.cpu` is not. */
function amount({ resource }: QuotaRoom, quantity: Quantity | undefined): string {
  if (quantity === undefined) return NOTHING_TO_SAY;
  const name = resource.replace(/^(?:requests|limits)\./, '');
  const exact = formatQuantity(quantity);
  // 80Gi less 48Mi is not 80Gi.
  return exact.length <= EXACT ? exact : amountText(name, quantity);
}
