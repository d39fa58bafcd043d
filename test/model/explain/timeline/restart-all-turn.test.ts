import { expect, test } from 'bun:test';
import { at, container, waiting } from '../../support/pods.ts';
import { condition, explained } from '../../support/verdicts.ts';

const removed = {
  restartCount: 1,
  lastState: { terminated: { exitCode: 137, reason: 'RestartingAllContainers' } },
};

test('R11 after RestartAllContainers the turn of the first container begins with their removal', () => {
  const { verdict } = explained({
    init: [container('setup')],
    initStatuses: [{ ...waiting('setup', 'RestartingAllContainers'), ...removed }],
    appStatuses: [{ ...waiting('app', 'RestartingAllContainers'), ...removed }],
    conditions: [condition('AllContainersRestarting', 'False', 58)],
    now: 60,
  });
  expect(verdict).toMatchObject({ code: 'InitStarting', container: 'setup', since: at(58) });
});

test('a condition that was never true moves no turn', () => {
  const { verdict } = explained({
    init: [container('setup')],
    initStatuses: [waiting('setup', 'PodInitializing')],
    conditions: [condition('AllContainersRestarting', 'False', 58)],
    now: 60,
  });
  expect(verdict).toMatchObject({ code: 'InitStarting', since: at(0) });
});
