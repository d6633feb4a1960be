import type { RequestDelivery } from '../domain/case.ts';
import { REQUEST_ACTIONS, type RequestCommand } from '../domain/information-request/commands.ts';
import { adoptRules, decide, tick } from '../domain/information-request/decide.ts';
import type { RequestEvent } from '../domain/information-request/events.ts';
import { evolve } from '../domain/information-request/evolve.ts';
import { delivered, owedDeliveries } from '../domain/information-request/owed.ts';
import { type InformationRequest, isEnded } from '../domain/information-request/state.ts';
import { runCase } from './case.ts';
import type { CaseDefinition } from './case-definition.ts';
import type { RequestWorkflowInput } from './contract.ts';
import { requestAttributes, requestDetails } from './request-view.ts';

const definition: CaseDefinition<InformationRequest, RequestCommand, RequestEvent, RequestDelivery> = {
  actions: REQUEST_ACTIONS,
  evolve,
  decide,
  onTick: tick,
  onDelivered: (_request, { delivery }, { now }) => delivered(delivery, now),
  onRulesChanged: (_request, _from, context) => adoptRules(context),
  clocks: (request) => request.clocks,
  version: (request) => request.version,
  isClosed: isEnded,
  // Every referral is told before the run ends: what it is owed keeps the case at work.
  isOver: isEnded,
  owedDeliveries,
  searchAttributes: requestAttributes,
  details: requestDetails,
};

/** One question to one agency about the children of one contact, until nothing more can come of it. */
export async function informationRequest(input: RequestWorkflowInput): Promise<void> {
  await runCase(definition, input);
}
