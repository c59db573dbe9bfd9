// The documented commands of Docker Compose, one a line, for test-prod-compose.sh: without those of `pmis`, which `npm test`
// runs, and without the tear-down, which is that script's last step.
import { documentedCommands, pmisArguments } from './doc-commands.ts';

const commands = documentedCommands().filter(({ kind, text }) => kind === 'compose' && pmisArguments(text) === null);
const lines = commands.map(({ text }) => text).filter((text) => !/^export |\bdown$/.test(text));
process.stdout.write(`${[...new Set(lines)].join('\n')}\n`);
