import { expect, test } from 'bun:test';
import { storedText } from '../../../../src/model/resources/quantity/stored-text.ts';

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
