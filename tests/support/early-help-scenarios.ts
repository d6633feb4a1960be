import type { EarlyHelp } from '../../domain/early-help/state.ts';
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/instant.ts';
import {
  accept,
  agrees,
  earlyHelpCommands,
  giveEarlyHelp,
  offeredEarlyHelp,
  steppedDown,
  triedInVain,
} from './early-help.ts';
import { untilFollowOn } from './follow-ons.ts';
import type { TestStack } from './open-stack.ts';
import type { Scenario } from './scenarios.ts';

/** The paths Early Help can take through its workflow, one golden history each. */
export const earlyHelpScenarios: Readonly<Record<string, Scenario>> = {
  'offered-accepted-closed': async (stack) => {
    const { services } = stack;
    const { ref, stream } = await offeredEarlyHelp(services);
    await giveEarlyHelp(services, stream, accept);
    await stack.travel(addMs(await stack.now(), DAY_MS));
    const now = await stack.now();
    await giveEarlyHelp(services, stream, {
      type: 'logContact',
      at: now,
      method: 'IN_PERSON',
      reached: true,
    });
    const commands = earlyHelpCommands(services, ref);
    await giveEarlyHelp(services, stream, await commands.review(now));
    await giveEarlyHelp(services, stream, { type: 'giveRoutingFeedback', code: 'RIGHT_ROUTE' });
    await giveEarlyHelp(services, stream, await commands.close());
    return ended(stack, stream);
  },
  returned: async (stack) => {
    const { services } = stack;
    const { stream } = await offeredEarlyHelp(services);
    const { clocks } = await untilFollowOn<EarlyHelp>(services, stream, () => true);
    const dueAt = clocks.find(({ kind }) => kind === 'HANDOVER_ACCEPTANCE')?.dueAt;
    if (dueAt === undefined) throw new Error('no time to accept runs');
    await stack.travel(addMs(dueAt, MINUTE_MS));
    return ended(stack, stream);
  },
  'not-engaging-closed': async (stack) => {
    const { services } = stack;
    const { ref, stream } = await offeredEarlyHelp(services);
    await giveEarlyHelp(services, stream, accept);
    const commands = earlyHelpCommands(services, ref);
    await triedInVain(services, stream, await stack.now());
    await giveEarlyHelp(services, stream, await commands.notEngaging());
    await giveEarlyHelp(services, stream, await commands.look('CONTINUE'));
    await stack.travel(addMs(await stack.now(), 3 * DAY_MS));
    await triedInVain(services, stream, await stack.now());
    await giveEarlyHelp(services, stream, await commands.notEngaging());
    await giveEarlyHelp(services, stream, await commands.look('CLOSE'));
    return ended(stack, stream);
  },
  'stepped-up': async (stack) => {
    const { services } = stack;
    const { ref, stream } = await offeredEarlyHelp(services);
    await giveEarlyHelp(services, stream, accept);
    await giveEarlyHelp(services, stream, await earlyHelpCommands(services, ref).stepUp(true));
    return ended(stack, stream);
  },
  'step-down-accepted': async (stack) => {
    const { services } = stack;
    const { ref, stream } = await steppedDown(services);
    await giveEarlyHelp(services, stream, accept);
    await giveEarlyHelp(services, stream, agrees);
    await stack.travel(addMs(await stack.now(), HOUR_MS));
    const commands = earlyHelpCommands(services, ref);
    await giveEarlyHelp(services, stream, await commands.meeting(await stack.now()));
    await giveEarlyHelp(services, stream, await commands.close());
    return ended(stack, stream);
  },
};

/** Waits for the end of its run and gives its id. */
async function ended({ services }: TestStack, stream: string): Promise<string> {
  await services.temporal.workflow.getHandle(stream).result();
  return stream.slice('early-help:'.length);
}
