import { describe, expect, it } from 'vitest';
import { ACCOUNT_ID, READER, startSandbox } from './sandbox-fixture.ts';
import { genericCaller, refusal } from './sdk-clients.ts';
import { type SignedRequestOptions, sendSigned } from './signed-request.ts';

const MINUTES = 60_000;

function minutesFromNow(minutes: number): Date {
  return new Date(Date.now() + minutes * MINUTES);
}

describe('a signed request', () => {
  it('is answered when everything about it is right', async () => {
    const { url } = await startSandbox();
    const { status, body, headers } = await sendSigned(url, READER, {
      action: 'GetUser',
      query: { UserPrincipalName: 'alice@example.onaliyun.com' },
    });
    expect(status).toBe(200);
    expect(body.User).toMatchObject({ DisplayName: 'Alice Liddell' });
    expect(headers.get('x-acs-request-id')).toBe(body.RequestId);
  });

  it('may carry any characters in its parameters', async () => {
    const { url, requests } = await startSandbox();
    const odd = "a b*()!'~+&=@中文";
    const { body } = await sendSigned(url, READER, { action: 'GetUser', query: { UserId: odd } });
    expect(body.Code).toBe('EntityNotExist.User');
    const call = genericCaller(url, READER);
    expect((await refusal(call('ims', 'GetUser', { UserId: odd }))).code).toBe('EntityNotExist.User');
    expect(requests.entries.map((request) => request.params.UserId)).toEqual([odd, odd]);
  });

  const refused: readonly {
    name: string;
    request: Partial<SignedRequestOptions>;
    status: number;
    code: string;
  }[] = [
    {
      name: 'a date 16 minutes old',
      request: { date: minutesFromNow(-16) },
      status: 400,
      code: 'InvalidTimeStamp.Expired',
    },
    {
      name: 'a date 16 minutes ahead',
      request: { date: minutesFromNow(16) },
      status: 400,
      code: 'InvalidTimeStamp.Expired',
    },
    {
      name: 'a date of another form',
      request: { headersAfterSigning: { 'x-acs-date': 'Tue, 24 Nov 2026 04:09:11 GMT' } },
      status: 400,
      code: 'InvalidTimeStamp.Format',
    },
    {
      name: 'a parameter changed on the way',
      request: { query: { UserId: '1' }, queryAfterSigning: 'UserId=2' },
      status: 400,
      code: 'SignatureDoesNotMatch',
    },
    {
      name: 'an action changed on the way',
      request: { headersAfterSigning: { 'x-acs-action': 'ListUsers' } },
      status: 400,
      code: 'SignatureDoesNotMatch',
    },
    {
      name: 'an unsigned common header',
      request: { headersAfterSigning: { 'x-acs-extra': '1' } },
      status: 400,
      code: 'SignatureDoesNotMatch',
    },
    {
      name: 'another algorithm',
      request: { algorithm: 'ACS3-RSA-SHA256' },
      status: 400,
      code: 'IncompleteSignature',
    },
    {
      name: 'an action that does not exist',
      request: { action: 'GetUserz' },
      status: 404,
      code: 'InvalidAction.NotFound',
    },
    {
      name: 'a version that does not exist',
      request: { version: '2015-05-02' },
      status: 400,
      code: 'InvalidVersion',
    },
    {
      name: 'an action of another product',
      request: { action: 'AssumeRole' },
      status: 404,
      code: 'InvalidAction.NotFound',
    },
  ];
  it.each(refused)('is refused with $name', async ({ request, status, code }) => {
    const { url, requests } = await startSandbox();
    const answer = await sendSigned(url, READER, { action: 'GetDefaultDomain', ...request });
    expect({ status: answer.status, code: answer.body.Code }).toEqual({ status, code });
    expect(requests.entries).toMatchObject([{ status, code, caller: null }]);
  });

  it('is accepted at 14 minutes, either way', async () => {
    const { url } = await startSandbox();
    for (const date of [minutesFromNow(-14), minutesFromNow(14)]) {
      expect((await sendSigned(url, READER, { action: 'GetDefaultDomain', date })).status).toBe(200);
    }
  });

  it('is refused when its nonce was used, and only then', async () => {
    const { url } = await startSandbox();
    const first = await sendSigned(url, READER, { action: 'GetDefaultDomain', nonce: 'once' });
    const again = await sendSigned(url, READER, { action: 'GetDefaultDomain', nonce: 'once' });
    const fresh = await sendSigned(url, READER, { action: 'GetDefaultDomain', nonce: 'twice' });
    expect([first.status, again.status, fresh.status]).toEqual([200, 400, 200]);
    expect(again.body.Code).toBe('SignatureNonceUsed');
  });

  it('is refused without an Authorization header', async () => {
    const { url } = await startSandbox();
    const headers = { 'x-acs-action': 'GetDefaultDomain', 'x-acs-version': '2019-08-15' };
    const answer = await fetch(url, { method: 'POST', headers });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ Code: 'MissingAuthorization' });
  });
});

describe('the access key', () => {
  it('must exist', async () => {
    const { url } = await startSandbox();
    const call = genericCaller(url, { ...READER, accessKeyId: 'LTAInobody' });
    expect(await refusal(call('ims', 'GetDefaultDomain'))).toMatchObject({
      code: 'InvalidAccessKeyId.NotFound',
      statusCode: 404,
    });
  });

  it('must fit its secret', async () => {
    const { url } = await startSandbox();
    const call = genericCaller(url, { ...READER, accessKeySecret: 'another secret' });
    expect(await refusal(call('ims', 'GetDefaultDomain'))).toMatchObject({
      code: 'SignatureDoesNotMatch',
      statusCode: 400,
    });
  });

  it('must be active', async () => {
    const sandbox = await startSandbox();
    sandbox.account(ACCOUNT_ID).accessKey(READER.accessKeyId).status = 'Inactive';
    const call = genericCaller(sandbox.url, READER);
    expect((await refusal(call('ims', 'GetDefaultDomain'))).code).toBe('InvalidAccessKeyId.Inactive');
  });

  it('goes with its user', async () => {
    const sandbox = await startSandbox();
    sandbox.account(ACCOUNT_ID).deleteUser('mfa-reader');
    const call = genericCaller(sandbox.url, READER);
    expect((await refusal(call('ims', 'GetDefaultDomain'))).code).toBe('InvalidAccessKeyId.NotFound');
  });

  it('of a user takes no security token', async () => {
    const { url } = await startSandbox();
    const call = genericCaller(url, { ...READER, securityToken: 'CAISanother' });
    expect((await refusal(call('ims', 'GetDefaultDomain'))).code).toBe(
      'InvalidSecurityToken.MismatchWithAccessKey',
    );
  });
});
