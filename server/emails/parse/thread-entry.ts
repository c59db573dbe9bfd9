import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { appRoot } from '../../app-root.ts';

const compiled = new Map<string, Promise<string>>();

/** Compiles the TypeScript entry for development and tests; the result is named by its content. */
async function compileEntry(source: string): Promise<string> {
  const { build } = await import('esbuild');
  const result = await build({
    entryPoints: [source],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
  });
  const code = result.outputFiles[0]!.text;
  const folder = path.join(appRoot, 'node_modules/.cache/pmis');
  const file = path.join(
    folder,
    `${path.basename(source, '.ts')}-${createHash('sha256').update(code).digest('hex').slice(0, 16)}.mjs`,
  );
  if (!existsSync(file)) {
    await mkdir(folder, { recursive: true });
    const draft = `${file}.${process.pid}.${Date.now()}`;
    await writeFile(draft, code);
    await rename(draft, file);
  }
  return file;
}

const PARSER = path.join(appRoot, 'server/emails/parser-thread.ts');

/**
 * The file to start a thread from: in production `NAME-thread.js` beside the bundle, else the TypeScript entry (by default the
 * parser's) compiled once into node_modules/.cache/pmis.
 */
export async function threadEntry(source = PARSER): Promise<string> {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const name = `${path.basename(source, '.ts')}.js`;
  for (const built of [path.join(here, name), path.join(here, '..', name)]) {
    if (existsSync(built)) return built;
  }
  const known = compiled.get(source) ?? compileEntry(source);
  compiled.set(source, known);
  return known;
}
