import { expect, test } from 'bun:test';
import {
  overflowingMilliValue,
  storedText,
} from '../../../../src/model/resources/quantity/stored-text.ts';

// What the API server stored for a container's cpu (proved again by test/e2e/resource-defaults).
test.each([
  ['0.5', '500m'],
  ['1.5', '1500m'],
  ['1.500', '1.500'],
  ['2.007', '2.007'],
  ['1.000', '1'],
  ['0.500', '500m'],
  ['0.0001', '1m'],
  ['1.000001', '1001m'],
  ['+1', '+1'],
  ['007', '007'],
  ['1000', '1k'],
  ['1E3', '1E3'],
  ['1e4', '10e3'],
  [' 3 ', '3'],
  ['0.5Gi', '512Mi'],
  ['+5Mi', '+5Mi'],
  ['1024Ki', '1Mi'],
])('R21 "%s" is stored as "%s"', (text, stored) => {
  expect(storedText(text)).toBe(stored);
});

// Which of these counts of devices the API server took (1.37.2); it refused the others: must be an
// integer.
test.each([
  ['8', true],
  ['1.5', false],
  ['9200T', true],
  ['9007199254740993', true],
  ['9223372036854775', true],
  ['9223372036854776', false],
  ['10e15', true],
  ['9300T', true],
  ['10P', true],
  ['9223372036854775807', true],
  ['9223372036854775808', true],
])('R21 %s of a device are whole to the server: %p', (text, isWhole) => {
  expect(overflowingMilliValue(text) % 1000n === 0n).toBe(isWhole);
});
