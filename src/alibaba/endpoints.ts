/** Where one product answers. The SDKs want the host without a scheme. */
interface Endpoint {
  /** `ram.aliyuncs.com`, with `:port` where it is not the protocol's own. */
  readonly host: string;
  readonly protocol: 'http' | 'https';
}

export type Product = 'ram' | 'ims' | 'sts' | 'resourceDirectory' | 'actionTrail';

export type Endpoints = Readonly<Record<Product, Endpoint>>;
