import * as openApiModule from '@alicloud/openapi-client';
import * as ramModule from '@alicloud/ram20150501';
import { cjsDefault } from './cjs-default.ts';
import type { AccessKeys } from './credentials.ts';
import type { Endpoints, Product } from './endpoints.ts';
import type { Operation } from './permissions.ts';

const { Config, OpenApiRequest, Params } = openApiModule;
const { GetLoginProfileRequest, GetUserMFAInfoRequest, UpdateLoginProfileRequest } = ramModule;
const OpenApi = cjsDefault(openApiModule.default);
const Ram = cjsDefault(ramModule.default);

/** Values as they go over the wire. */
export type CallParameters = Readonly<Record<string, string>>;

/** One call on the wire, as documented for the operation: the answer's JSON, with the vendor's field names. */
export type SendCall = (operation: Operation, parameters: CallParameters) => Promise<unknown>;

/**
 * The one place that touches the SDKs. Their models swallow misspelt fields and their Config holds the secret in plain
 * text, so neither leaves this file.
 */
export function createSdk(keys: AccessKeys, endpoints: Endpoints): SendCall {
  const clients = new Map<Product, InstanceType<typeof OpenApi>>();
  let ram: InstanceType<typeof Ram> | null = null;

  const genericClient = (product: Product) => {
    const known = clients.get(product);
    if (known !== undefined) return known;
    const client = new OpenApi(configFor(keys, endpoints, product));
    clients.set(product, client);
    return client;
  };

  return async (operation, parameters) => {
    if (operation.client === 'generic')
      return callGeneric(genericClient(operation.product), operation, parameters);
    ram ??= new Ram(configFor(keys, endpoints, 'ram'));
    return callTyped(ram, operation, parameters);
  };
}

/** New for each client, since the constructors change it. */
function configFor(keys: AccessKeys, endpoints: Endpoints, product: Product) {
  return new Config({
    accessKeyId: keys.accessKeyId,
    accessKeySecret: keys.accessKeySecret.reveal(),
    ...(keys.securityToken === null ? {} : { securityToken: keys.securityToken.reveal() }),
    endpoint: endpoints[product].host,
    protocol: endpoints[product].protocol,
    userAgent: 'ram-mfa-bot',
  });
}

// It only has to be an object, and its class belongs to a package of the SDK's own.
const NO_RUNTIME_OPTIONS = {} as Parameters<InstanceType<typeof OpenApi>['callApi']>[2];

async function callGeneric(
  client: InstanceType<typeof OpenApi>,
  operation: Operation,
  parameters: CallParameters,
): Promise<unknown> {
  const params = new Params({
    action: operation.action,
    version: operation.version,
    protocol: 'HTTPS',
    pathname: '/',
    method: 'POST',
    authType: 'AK',
    style: 'RPC',
    reqBodyType: 'formData',
    bodyType: 'json',
  });
  const answer = await client.callApi(
    params,
    new OpenApiRequest({ query: { ...parameters } }),
    NO_RUNTIME_OPTIONS,
  );
  return answer.body;
}

/** Only what the enforcement and the MFA device need; any other parameter is never sent. */
async function callTyped(
  ram: InstanceType<typeof Ram>,
  operation: Operation,
  parameters: CallParameters,
): Promise<unknown> {
  const userName = parameters.UserName;
  if (userName === undefined || userName === '') throw new Error(`${operation.action} needs a UserName`);
  switch (operation.action) {
    case 'GetUserMFAInfo':
      return bodyOf(await ram.getUserMFAInfo(new GetUserMFAInfoRequest({ userName })));
    case 'GetLoginProfile':
      return bodyOf(await ram.getLoginProfile(new GetLoginProfileRequest({ userName })));
    case 'UpdateLoginProfile': {
      const MFABindRequired = parameters.MFABindRequired === 'true';
      return bodyOf(
        await ram.updateLoginProfile(new UpdateLoginProfileRequest({ userName, MFABindRequired })),
      );
    }
    default:
      throw new Error(`${operation.action} has no typed call`);
  }
}

/** The answer under the vendor's field names, as callApi gives it. */
function bodyOf(response: { readonly body?: { toMap(): unknown } }): unknown {
  return response.body?.toMap();
}
