import { formatQuantity, type Quantity } from '../../model/resources/quantity/quantity.ts';
import type { ResourceList } from '../../model/resources/quantity/resource-list.ts';
import type { Structured } from '../text/json-yaml.ts';

/** Amounts by resource, in canonical form. */
export function listFields(list: ResourceList): Structured {
  return Object.fromEntries([...list].map(([name, amount]) => [name, formatQuantity(amount)]));
}

/** The known ones of some amounts, in canonical form. */
export function amountFields(amounts: Readonly<Record<string, Quantity | undefined>>): Structured {
  const known = Object.entries(amounts).flatMap(([name, amount]) =>
    amount === undefined ? [] : [[name, formatQuantity(amount)] as const],
  );
  return Object.fromEntries(known);
}

/** The fields without those that are not known. */
export function knownFields(fields: object): Structured {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
