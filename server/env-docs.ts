import { z } from 'zod';
import { ENV_SPEC } from './env.ts';

type Variable = { name: string; group: string; about: string; fallback: string; example: string; secret: boolean };

function variables(): Variable[] {
  return Object.entries(ENV_SPEC).map(([name, spec]) => {
    const read = (spec.schema as z.ZodType).safeParse(undefined);
    const value = read.success ? read.data : undefined;
    return {
      name,
      group: spec.group,
      about: spec.about,
      fallback: value === undefined || (Array.isArray(value) && value.length === 0) ? '' : String(value),
      example: 'example' in spec ? spec.example : '',
      secret: 'secret' in spec && spec.secret,
    };
  });
}

const groups = (all: Variable[]) => [...new Set(all.map((one) => one.group))];

/** ENV_VARS.md, from the one list of variables. */
export function envVarsMarkdown(): string {
  const all = variables();
  const lines = [
    '# Environment variables',
    '',
    'Generated from `server/env.ts` by `npm run generate`; do not edit. An empty value counts as unset. In production',
    '(`PMIS_ENV=production`) missing, short or default secrets stop the start with a message that names each.',
  ];
  for (const group of groups(all)) {
    lines.push('', `## ${group}`, '', '| variable | default | what |', '|---|---|---|');
    for (const one of all.filter((variable) => variable.group === group)) {
      const example = one.example ? ` Example: \`${one.example}\`.` : '';
      lines.push(
        `| \`${one.name}\` | ${one.fallback ? `\`${one.fallback}\`` : '—'} | ${one.about}${one.secret ? ' **Secret.**' : ''}${example} |`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

/** .env.example, from the same list: every variable commented out, secrets left empty. */
export function envExample(): string {
  const all = variables();
  const lines = [
    '# Generated from server/env.ts by `npm run generate`. Copy to .env.prod and fill in; ENV_VARS.md explains each.',
  ];
  for (const group of groups(all)) {
    lines.push('', `# ── ${group}`);
    for (const one of all.filter((variable) => variable.group === group)) {
      const value = one.secret ? '' : one.example || one.fallback;
      lines.push(`# ${one.about}`, `#${one.name}=${value}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
