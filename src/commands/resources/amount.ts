import { UserError } from '../../errors.ts';
import { type Quantity, readQuantity } from '../../model/resources/quantity/quantity.ts';
import { isExtended } from '../../model/resources/quantity/resource-name.ts';

/** The amount of a resource in a flag such as `--min cpu=2`; throws a UserError for what is none. */
export function readAmount(flag: string, resource: string, amount: string): Quantity {
  const read = readQuantity(amount);
  if (!('problem' in read)) return read;
  const examples = isExtended(resource) ? '1 or 2' : '512Mi or 2Gi';
  throw new UserError(`${flag}: "${amount}" is not an amount`, {
    hint: `Give one such as ${resource === 'cpu' ? '500m or 2' : examples}.`,
  });
}
