import { existsSync, readFileSync } from 'node:fs';

/** A type as Terraform writes it in JSON: `"string"`, `["list","string"]`, `["object",{…}]`. */
export type CtyType = string | [string, CtyType] | ['object', Record<string, CtyType>];
export type Attribute = {
  name: string;
  type: CtyType;
  required: boolean;
  optional: boolean;
  computed: boolean;
  write_only: boolean;
};
export type NestedBlock = {
  type_name: string;
  block: Block;
  nesting: 'SINGLE' | 'LIST' | 'SET';
  min_items: number;
  max_items: number;
};
export type Block = { attributes: Attribute[]; block_types: NestedBlock[] };

type Written = { isBlock: boolean; type: string; storage: string };
type Source = { text: string; classes: Map<string, string>; main: string };

const SCALARS: Record<string, string> = { string: 'string', number: 'number', boolean: 'bool', any: 'dynamic' };

function readSource(file: string): Source {
  const text = readFileSync(file, 'utf8');
  const classes = new Map(
    [...text.matchAll(/^class (\w+) extends [\w.]+ \{\n([\s\S]*?)^\}/gm)].map((m) => [m[1]!, m[2]!]),
  );
  const main = [...classes].find(([, body]) => body.includes('synthesizeHclAttributes'))![0];
  return { text, classes, main };
}

/** The arguments that a class writes to HCL: whether each is a block, its collection and what it holds. */
function writtenBy({ text, classes, main }: Source, className: string): Map<string, Written> {
  const base = className.replace(/OutputReference$/, '');
  const writer = new RegExp(
    `^function ${base[0]!.toLowerCase()}${base.slice(1)}ToHclTerraform\\(struct\\) \\{\\n([\\s\\S]*?)^\\}`,
    'm',
  );
  const body = className === main ? classes.get(main)! : (writer.exec(text)?.[1] ?? '');
  const one =
    /^ {8,16}(\w+): \{\n\s+value: [^\n]*,\n\s+isBlock: (true|false),\n\s+type: "(\w+)",\n\s+storageClassType: "([^"]+)"/gm;
  return new Map(
    [...body.matchAll(one)].map((m) => [m[1]!, { isBlock: m[2] === 'true', type: m[3]!, storage: m[4]! }]),
  );
}

function typeOfWritten({ type, storage }: Written): CtyType {
  const [, held, collection] = /^(string|number|boolean|any)(List|Map|ListList|MapList)?$/.exec(storage) ?? [];
  const inner = SCALARS[held ?? ''];
  if (!inner) return 'dynamic';
  if (type === 'simple' && !collection) return inner;
  if (collection === 'Map' || type === 'map') return ['map', inner];
  if (collection === 'ListList') return [type, ['list', inner]];
  if (collection === 'MapList') return [type, ['map', inner]];
  return [type === 'simple' ? 'list' : type, inner];
}

const GETTERS: [RegExp, CtyType][] = [
  [/tolist\(this\.getListAttribute/, ['set', 'string']],
  [/tolist\(this\.getNumberListAttribute/, ['set', 'number']],
  [/getNumberListAttribute/, ['list', 'number']],
  [/getListAttribute/, ['list', 'string']],
  [/getStringMapAttribute/, ['map', 'string']],
  [/getNumberAttribute/, 'number'],
  [/getBooleanAttribute/, 'bool'],
  [/interpolationForAttribute/, 'dynamic'],
];
const typeOfGetter = (line: string): CtyType => GETTERS.find(([pattern]) => pattern.test(line))?.[1] ?? 'string';

const objectOf = ({ attributes, block_types }: Block): CtyType => [
  'object',
  Object.fromEntries<CtyType>([
    ...attributes.map((one): [string, CtyType] => [one.name, one.type]),
    ...block_types.map((one): [string, CtyType] => [
      one.type_name,
      [one.nesting === 'SET' ? 'set' : 'list', objectOf(one.block)],
    ]),
  ]),
];

function nestingOf(written: Written, single: boolean): NestedBlock['nesting'] {
  if (written.type === 'struct') return 'SINGLE';
  return !single && written.type === 'set' ? 'SET' : 'LIST';
}

/** Every property of a generated class carries a comment with its flags, then its getter or the class of its block. */
const PROPERTY =
  /\/\/ (\w+) - computed: (\w+), optional: (\w+), required: (\w+)\n\s*(?:this\._\w+ = new (\w+)\([^\n]*|get \w+\(\) \{\n([^\n]*))/g;

function blockOf(source: Source, className: string, above: readonly string[] = []): Block {
  const body = source.classes.get(className);
  const found: Block = { attributes: [], block_types: [] };
  // A rule may hold rules: one turn is enough.
  if (!body || above.includes(className)) return found;
  const written = writtenBy(source, className);
  for (const [, name, computed, optional, required, ref, line = ''] of body.matchAll(PROPERTY)) {
    const must = required === 'true';
    const flags = { required: must, optional: !must && optional === 'true', computed: !must && computed === 'true' };
    const how = written.get(name!);
    if (!ref || !source.classes.has(ref)) {
      const type = how ? typeOfWritten(how) : typeOfGetter(line);
      found.attributes.push({ name: name!, ...flags, type, write_only: name!.endsWith('_wo') });
      continue;
    }
    const single = ref.endsWith('OutputReference');
    const item = single ? ref : `${ref.replace(/List$/, '')}OutputReference`;
    const block = blockOf(source, source.classes.has(item) ? item : ref, [...above, className]);
    if (!how?.isBlock) {
      found.attributes.push({ name: name!, ...flags, type: ['list', objectOf(block)], write_only: false });
      continue;
    }
    const nesting = nestingOf(how, single);
    const [min_items, max_items] = nesting === 'SINGLE' ? [0, 0] : [must ? 1 : 0, single ? 1 : 0];
    found.block_types.push({ type_name: name!, block, nesting, min_items, max_items });
  }
  for (const [name, how] of written) {
    const known =
      found.attributes.some((one) => one.name === name) || found.block_types.some((one) => one.type_name === name);
    if (known) continue;
    const flags = { required: false, optional: true, computed: name === 'id', write_only: name.endsWith('_wo') };
    found.attributes.push({ name, type: typeOfWritten(how), ...flags });
  }
  return found;
}

/**
 * The schema of one resource or data source of a provider, read from the classes that cdktf generated from the provider's
 * own schema (`lib/` of the package @cdktf/provider-…). Throws for a type that the provider does not have.
 */
export function readSchema(lib: string, provider: string, kind: 'resource' | 'data', type: string): Block {
  const name = type.slice(provider.length + 1).replaceAll('_', '-');
  const file = `${lib}/${kind === 'data' ? `data-${provider}-${name}` : name}/index.js`;
  if (!existsSync(file)) throw new Error(`The provider ${provider} has no ${kind} ${type}.`);
  const source = readSource(file);
  const schema = blockOf(source, source.main);
  if (!schema.attributes.some((one) => one.name === 'id'))
    schema.attributes.push({
      name: 'id',
      type: 'string',
      required: false,
      optional: true,
      computed: true,
      write_only: false,
    });
  return schema;
}
