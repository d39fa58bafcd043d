import { describe, expect, test } from 'bun:test';
import { parseLabelSelector } from '../../../src/model/kubernetes/label-selector.ts';

const WEB = { app: 'web', tier: 'front', 'example.com/team': 'a' };

// The cases of apimachinery pkg/labels/selector_test.go, TestSelectorMatches and others.
describe('a label selector', () => {
  test.each([
    ['', true],
    ['app=web', true],
    ['app==web', true],
    ['app=db', false],
    ['app!=db', true],
    ['missing!=x', true],
    ['app=web,tier=back', false],
    ['app in (db, web)', true],
    ['app in (db),tier=front', false],
    ['tier notin (back)', true],
    ['missing notin (a)', true],
    ['missing in (a)', false],
    ['example.com/team', true],
    ['!missing', true],
    ['!app', false],
  ])('%p selects app=web,tier=front: %p', (text, isSelected) => {
    expect(parseLabelSelector(text)?.(WEB)).toBe(isSelected);
  });

  test.each(['app in web', 'app=web=x', '=web', 'app>', 'a b'])('%p is none', (text) => {
    expect(parseLabelSelector(text)).toBeUndefined();
  });
});
