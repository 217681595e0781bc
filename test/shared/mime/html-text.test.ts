import * as fc from 'fast-check';
import { htmlToText } from '../../../shared/mime/html-text';

describe('HTML reduced to text', () => {
  it.each([
    ['<p>one</p><p>two</p>', 'one\n\ntwo'],
    ['one<br>two<BR/>three', 'one\ntwo\nthree'],
    ['one<br><br>two', 'one\n\ntwo'],
    ['<div>one</div><div>two</div>', 'one\ntwo'],
    ['<div><div>one</div></div><div>two</div>', 'one\ntwo'],
    ['<ul><li>one</li><li>two</li></ul>', 'one\ntwo'],
    ['<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a b\nc'],
    ['a  \n\t b', 'a b'],
    ['a <b>bold</b> word', 'a bold word'],
    ['<i>a</i> <i>b</i>', 'a b'],
    ['<span>a</span><span>b</span>', 'ab'],
    ['<pre>a\n  b</pre>c', 'a\n  b\n\nc'],
    ['  <p> a </p>  ', 'a'],
    ['a&nbsp;&nbsp;b', 'a  b'],
  ])('%s', (html, expected) => expect(htmlToText(html)).toBe(expected));

  it.each([
    ['&lt;b&gt; &amp;amp; &quot;x&quot; &#39;y&#39; &#x20AC; &euro; &Auml;', '<b> &amp; "x" \'y\' € € Ä'],
    ['&#146;&#150;', '’–'],
    ['&#0;&#xD800;&#x110000;', '\ufffd\ufffd\ufffd'],
    ['AT&T &unknown; ?a=1&copy=2&region=3', 'AT&T &unknown; ?a=1©=2&region=3'],
    ['&AMP; &constructor;', '& &constructor;'],
  ])('decodes %s', (html, expected) => expect(htmlToText(html)).toBe(expected));

  it.each([
    ['a<style>p { color: red }</style>b', 'ab'],
    ['a<script>if (a < b) alert("</p>")</script >b', 'ab'],
    ['<head><title>T</title></head><body>b</body>', 'b'],
    ['a<!-- <p>no</p> -->b', 'ab'],
    ['a<!--[if mso]><p>no</p><![endif]-->b', 'ab'],
    ['a<![if !mso]>b<![endif]>c', 'abc'],
    ['<!DOCTYPE html><?xml version="1.0"?>a', 'a'],
    ['a<STYLE>x</Style>b', 'ab'],
    ['a<style>never closed', 'a'],
    ['a<!-- never closed', 'a'],
  ])('drops what is never shown: %s', (html, expected) => expect(htmlToText(html)).toBe(expected));

  it.each([
    ['a < b', 'a < b'],
    ['1<2 and <3', '1<2 and <3'],
    ['<a href="x>y">z</a>', 'z'],
    ['<a title=\'>\' href = "> ">z', 'z'],
    ['<a title=foo"bar>z', 'z'],
    ['a<', 'a<'],
    ['</>a</ p>b', 'ab'],
    ['a<b', 'a'],
  ])('reads tags as a browser does: %s', (html, expected) => expect(htmlToText(html)).toBe(expected));

  it('leaves the legacy display out only where asked', () => {
    const html =
      '<body><div class="header-protection-legacy-display"><div>x</div><pre>Subject: s</pre></div><p>body</p></body>';
    expect(htmlToText(html, { legacyDisplay: 'hide' })).toBe('body');
    expect(htmlToText(html)).toContain('Subject: s');
  });

  it('reads any text without throwing', () => {
    const unit = fc.constantFrom(
      '<',
      '>',
      '/',
      '!',
      '--',
      'p',
      'div',
      'style',
      '=',
      '"',
      "'",
      ' ',
      '&',
      '#',
      ';',
      'a',
      'pre',
    );
    fc.assert(fc.property(fc.string({ unit }), (html) => void htmlToText(html, { legacyDisplay: 'hide' })));
  });
});
