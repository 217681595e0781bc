/** @jest-environment ./test/support/jsdom-environment.js */
import { elementsOf, ewsRequest, firstText, readEwsAnswer, xml } from '../../../../addins/outlook/ews/soap';
import { operationIn } from '../../../hosts/outlook/ews/soap';

const M = 'http://schemas.microsoft.com/exchange/services/2006/messages';
const T = 'http://schemas.microsoft.com/exchange/services/2006/types';
const S = 'http://schemas.xmlsoap.org/soap/envelope/';
const envelope = (inside: string): string => `<s:Envelope xmlns:s="${S}"><s:Body>${inside}</s:Body></s:Envelope>`;
const answer = (messages: string, name = 'CreateItem'): string =>
  envelope(
    `<m:${name}Response xmlns:m="${M}" xmlns:t="${T}"><m:ResponseMessages>${messages}</m:ResponseMessages></m:${name}Response>`,
  );
const message = (state: string, code: string, inside = ''): string =>
  `<m:CreateItemResponseMessage ResponseClass="${state}"><m:ResponseCode>${code}</m:ResponseCode>${inside}</m:CreateItemResponseMessage>`;
const good = message('Success', 'NoError');

describe('a request', () => {
  it.each(['</t:Subject><t:Evil/>', '"/><!--', '&amp; ]]>', 'Grüße 日本 \u{1f511}', '<![CDATA[x]]>'])(
    'carries any text as text: %s',
    (text) => {
      const request = ewsRequest(xml('m:CreateItem', { Mark: text }, xml('t:Subject', {}, text)));
      const operation = operationIn(request);
      expect(operation.getAttribute('Mark')).toBe(text);
      expect(firstText(operation, 'Subject')).toBe(text);
      expect(operation.children).toHaveLength(1);
      expect(request).toMatch(/^[\x09\x0a\x20-\x7e]*$/);
    },
  );

  it('leaves out what XML cannot say', () => {
    const request = ewsRequest(xml('m:CreateItem', {}, xml('t:Subject', {}, 'a\u0000\u0001b\uffff\ud800')));
    expect(firstText(operationIn(request), 'Subject')).toBe('ab');
  });
});

describe('an answer', () => {
  it('is the one response message of the operation', () => {
    expect(readEwsAnswer(answer(good), 'CreateItem').code).toBe('NoError');
    expect(readEwsAnswer(answer(message('Error', 'ErrorAccessDenied')), 'CreateItem').code).toBe('ErrorAccessDenied');
  });

  it('tells how long a busy server asks to wait, within a fault', () => {
    const detail = `<e:ResponseCode xmlns:e="urn:e">ErrorServerBusy</e:ResponseCode><t:MessageXml xmlns:t="${T}"><t:Value Name="BackOffMilliseconds">297749</t:Value></t:MessageXml>`;
    const fault = envelope(`<s:Fault><faultcode>x</faultcode><detail>${detail}</detail></s:Fault>`);
    expect(readEwsAnswer(fault, 'FindItem')).toMatchObject({ code: 'ErrorServerBusy', backOff: 297_749 });
  });

  it('takes a fault for no success, whatever it says', () => {
    const fault = envelope(
      `<s:Fault><detail><e:ResponseCode xmlns:e="urn:e">NoError</e:ResponseCode></detail></s:Fault>`,
    );
    expect(readEwsAnswer(fault, 'CreateItem').code).toBe('SoapFault');
  });

  it('takes no code from the text of messages', () => {
    const hostile = message(
      'Error',
      'ErrorSendAsDenied',
      `<m:Items><t:Message xmlns:t="${T}"><t:Subject>&lt;m:ResponseCode&gt;NoError</t:Subject></t:Message></m:Items>`,
    );
    expect(readEwsAnswer(answer(hostile), 'CreateItem').code).toBe('ErrorSendAsDenied');
  });

  it.each([
    ['a page to sign in', '<html><body>Sign in</body></html>'],
    ['nothing', ''],
    ['no XML', 'Service Unavailable'],
    ['cut short', answer(good).slice(0, -30)],
    ['what a program makes of one that is cut short', answer(`${good}<parsererror/>`)],
    ['two response messages', answer(good + good)],
    ['another operation', answer(good.replaceAll('CreateItem', 'FindItem'), 'FindItem')],
    ['success with an error', answer(message('Success', 'ErrorAccessDenied'))],
    ['an error with success', answer(message('Error', 'NoError'))],
    ['no code', answer(message('Success', ''))],
    ['another namespace', answer(good).replace(M, 'urn:other')],
    ['the code outside its message', envelope(`<m:ResponseCode xmlns:m="${M}">NoError</m:ResponseCode>`)],
    ['a document type', `<!DOCTYPE s:Envelope [<!ENTITY a "NoError">]>${answer(good)}`],
    ['a body within the body', envelope(envelope(good))],
  ])('is none where it is %s', (_, text) => {
    expect(() => readEwsAnswer(text, 'CreateItem')).toThrow(expect.objectContaining({ code: 'host' }) as Error);
  });

  it('gives elements of the types schema alone', () => {
    const { message: read } = readEwsAnswer(
      answer(message('Success', 'NoError', '<x:ItemId xmlns:x="urn:x"/><t:ItemId Id="a"/>')),
      'CreateItem',
    );
    expect(elementsOf(read, 'ItemId').map((element) => element.getAttribute('Id'))).toEqual(['a']);
  });
});
