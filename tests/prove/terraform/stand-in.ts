import { createRequire } from 'node:module';
import path from 'node:path';
import type { Attribute, Block, CtyType } from './provider-schema.ts';

/** The schemas of what one configuration uses of one provider. */
export type ProviderSchemas = {
  provider: Block;
  resource: Record<string, Block>;
  data: Record<string, Block>;
  ephemeral: Record<string, Block>;
};

type Value = Record<string, unknown>;
type Answer = (error: null, answer: unknown) => void;
type Call = (call: { request: Value }, answer: Answer) => void;
type Server = {
  addService: (definition: unknown, calls: Record<string, Call>) => void;
  bindAsync: (address: string, credentials: unknown, done: (error: Error | null, port: number) => void) => void;
  forceShutdown: () => void;
};
type Grpc = {
  Server: new (options: Value) => Server;
  ServerCredentials: { createInsecure: () => unknown };
  loadPackageDefinition: (definition: unknown) => { tfplugin6: { Provider: { service: unknown } } };
};
type MessagePack = {
  encode: (value: unknown) => Uint8Array;
  decode: (bytes: Uint8Array) => Value;
  ExtData: new (type: number, data: Uint8Array) => object;
};

const wire = ({ attributes, block_types }: Block): object => ({
  attributes: attributes.map((one) => ({ ...one, type: Buffer.from(JSON.stringify(one.type)) })),
  block_types: block_types.map((one) => ({ ...one, block: wire(one.block) })),
});
const schema = (block: Block) => ({ version: 0, block: wire(block) });
const schemas = (blocks: Record<string, Block>) =>
  Object.fromEntries(Object.entries(blocks).map(([name, block]) => [name, schema(block)]));

/** What a data source or an ephemeral value says, where nobody else knows. */
function sample(name: string, type: CtyType): unknown {
  if (type === 'string') return name === 'json' ? '{}' : `a-${name}`.padEnd(16, '-');
  if (type === 'number') return 1;
  if (type === 'bool') return true;
  return Array.isArray(type) && type[0] !== 'map' && type[1] === 'string' ? ['a', 'b', 'c'] : null;
}

function fill(block: Block, given: Value, make: (attribute: Attribute) => unknown): Value {
  for (const one of block.attributes) {
    if (one.write_only) given[one.name] = null;
    else if (one.computed && given[one.name] == null) given[one.name] = make(one);
  }
  return given;
}

/**
 * Speaks Terraform's plugin protocol as a provider would: tells the schemas, accepts every value that fits them, and plans
 * each resource with its computed arguments unknown. Nothing is ever made. `modules` holds grpc and msgpack.
 */
export async function startStandIn(
  modules: string,
  known: ProviderSchemas,
): Promise<{ port: number; stop: () => void }> {
  const require = createRequire(path.join(modules, 'package.json'));
  const grpc = require('@grpc/grpc-js') as Grpc;
  const loader = require('@grpc/proto-loader') as { loadSync: (file: string, options: Value) => unknown };
  const { encode, decode, ExtData } = require('@msgpack/msgpack') as MessagePack;
  const unknown = () => new ExtData(0, new Uint8Array([0]));
  const read = (value: unknown) => decode((value as { msgpack: Uint8Array }).msgpack);
  const packed = (value: Value) => ({ msgpack: Buffer.from(encode(value)) });
  const blockOf = (kind: 'resource' | 'data' | 'ephemeral', { type_name }: Value) => known[kind][type_name as string]!;
  const sampled = (kind: 'data' | 'ephemeral', request: Value) =>
    packed(fill(blockOf(kind, request), read(request.config), (one) => sample(one.name, one.type)));

  const nothing: Call = (_call, answer) => answer(null, {});
  const calls: Record<string, Call> = {
    GetProviderSchema: (_call, answer) =>
      answer(null, {
        provider: schema(known.provider),
        resource_schemas: schemas(known.resource),
        data_source_schemas: schemas(known.data),
        ephemeral_resource_schemas: schemas(known.ephemeral),
        provider_meta: schema({ attributes: [], block_types: [] }),
      }),
    PlanResourceChange: ({ request }, answer) =>
      answer(null, {
        planned_state: packed(fill(blockOf('resource', request), read(request.proposed_new_state), unknown)),
        legacy_type_system: true,
      }),
    ReadDataSource: ({ request }, answer) => answer(null, { state: sampled('data', request) }),
    OpenEphemeralResource: ({ request }, answer) => answer(null, { result: sampled('ephemeral', request) }),
  };
  for (const name of ['ValidateProviderConfig', 'ValidateResourceConfig', 'ValidateDataResourceConfig'])
    calls[name] = nothing;
  for (const name of ['ValidateEphemeralResourceConfig', 'ConfigureProvider', 'CloseEphemeralResource', 'StopProvider'])
    calls[name] = nothing;

  const definition = loader.loadSync(path.join(import.meta.dirname, 'stand-in.proto'), {
    keepCase: true,
    longs: Number,
    enums: String,
  });
  const server = new grpc.Server({ 'grpc.max_send_message_length': -1, 'grpc.max_receive_message_length': -1 });
  server.addService(grpc.loadPackageDefinition(definition).tfplugin6.Provider.service, calls);
  const port = await new Promise<number>((done, fail) =>
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? fail(error) : done(bound),
    ),
  );
  return { port, stop: () => server.forceShutdown() };
}
