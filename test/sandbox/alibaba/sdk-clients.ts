import OpenApi, { Config, OpenApiRequest, Params } from '@alicloud/openapi-client';
import Ram from '@alicloud/ram20150501';

/** Keys as a client of the vendor's SDKs is given them. */
export interface ClientKeys {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
}

export type Product = 'ims' | 'ram' | 'sts' | 'resource-directory' | 'actiontrail';

const VERSIONS: Readonly<Record<Product, string>> = {
  ims: '2019-08-15',
  ram: '2015-05-01',
  sts: '2015-04-01',
  'resource-directory': '2022-04-19',
  actiontrail: '2020-07-06',
};

/** The error as both SDK cores throw it. */
export interface SdkError {
  readonly code?: string;
  readonly statusCode?: number;
  readonly name: string;
  readonly accessDeniedDetail?: Readonly<Record<string, unknown>>;
  readonly retryAfter?: number;
}

export function ramClient(url: string, keys: ClientKeys, timeoutMs = 3000) {
  return new Ram.default(sdkConfig(url, keys, timeoutMs));
}

// biome-ignore lint/suspicious/noExplicitAny: the vendor's JSON, as callApi hands it out
export type Json = any;

/** Calls any operation through the vendor's generic client; resolves to the answer's JSON. */
export function genericCaller(url: string, keys: ClientKeys, timeoutMs = 3000) {
  const client = new OpenApi.default(sdkConfig(url, keys, timeoutMs));
  return async (product: Product, action: string, query: Record<string, string> = {}): Promise<Json> => {
    const params = new Params({
      action,
      version: VERSIONS[product],
      protocol: 'HTTP',
      method: 'POST',
      authType: 'AK',
      style: 'RPC',
      pathname: '/',
      reqBodyType: 'formData',
      bodyType: 'json',
    });
    const answer = await client.callApi(params, new OpenApiRequest({ query }), NO_RUNTIME_OPTIONS);
    return answer.body;
  };
}

/** What a call was refused with; fails the test when it was not. */
export async function refusal(call: Promise<unknown>): Promise<SdkError> {
  const outcome = await call.then(
    (body) => ({ body }),
    (error: SdkError) => ({ error }),
  );
  if ('body' in outcome) throw new Error(`Not refused, but answered ${JSON.stringify(outcome.body)}`);
  return outcome.error;
}

const NO_RUNTIME_OPTIONS = {} as Parameters<InstanceType<typeof OpenApi.default>['callApi']>[2];

function sdkConfig(url: string, keys: ClientKeys, timeoutMs: number) {
  return new Config({
    ...keys,
    endpoint: url.replace('http://', ''),
    protocol: 'http',
    connectTimeout: timeoutMs,
    readTimeout: timeoutMs,
  });
}
