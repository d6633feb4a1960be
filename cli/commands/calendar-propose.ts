import { parseArgs } from 'node:util';
import { type Command, onlyArgument } from '../command.ts';
import { hubApi } from '../hub-api.ts';
import { proposeEditionAt } from '../rules-changes.ts';

export const calendarPropose: Command = {
  name: 'calendar propose',
  usage: 'FILE [--token TOKEN] [--url URL]',
  summary: 'propose a calendar edition to a running hub',
  help: [
    'Proposes the calendar edition in FILE, such as one of frontdoor calendar import, to a running hub. It is published',
    'when another administrator agrees, on the board or with frontdoor policy publish --agree NO.',
    '',
    '  --token TOKEN   who you are to the API; default FRONTDOOR_TOKEN from the environment, which others cannot read',
    '  --url URL       address of the API; that of the settings or the development stack unless told otherwise',
    '',
    'Exit code 0 when it is proposed, 1 when the hub refused it or does not answer, 2 when the command was written',
    'wrongly.',
  ].join('\n'),
  run: async (args, terminal) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { token: { type: 'string' }, url: { type: 'string' } },
    });
    const file = onlyArgument(positionals, 'FILE');
    await proposeEditionAt(file, 'CALENDAR', { api: hubApi(terminal.env, values), terminal });
    return 0;
  },
};
