import * as fc from 'fast-check';
import { htmlToText, withoutLegacyDisplay } from '../../../shared/mime/html-text';

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
    ['<pre>a\r\n  b\rc</pre>', 'a\n  b\nc'],
    ['<pre>a <b> b</b></pre>', 'a  b'],
    ['</pre>a  b', 'a b'],
    ['<pre>1 < 2</pre>', '1 < 2'],
    ['a<pre>b</pre><p>c   d</p>', 'a\n\nb\n\nc d'],
    ['a <br> b', 'a\nb'],
    ['a <p> b', 'a\n\nb'],
    ['<th>a</th><th>b</th>', 'a b'],
    ['<td></td><td>b</td>', 'b'],
    ['a<br><br><br><br><br>b', 'a\n\n\nb'],
    ['<i>a </i>b<i> </i>c', 'a b c'],
    ['<p>a</p> <span>b</span>', 'a\n\nb'],
  ])('%s', (html, expected) => expect(htmlToText(html)).toBe(expected));

  it.each([
    ['&lt;b&gt; &amp;amp; &quot;x&quot; &#39;y&#39; &#x20AC; &euro; &Auml;', '<b> &amp; "x" \'y\' € € Ä'],
    ['&#146;&#150;', '’–'],
    ['&#0;&#xD800;&#x110000;', '\ufffd\ufffd\ufffd'],
    ['AT&T &unknown; ?a=1&copy=2&region=3', 'AT&T &unknown; ?a=1©=2&region=3'],
    ['&AMP; &constructor;', '& &constructor;'],
    ['a&ensp;b&emsp;c&thinsp;d', 'a\u2002b\u2003c\u2009d'],
    ['a&shy;b&zwnj;c&zwj;d&lrm;e&rlm;f', 'abcdef'],
    ['&Aring;&aring;&AElig;&oelig;&Scaron;', 'ÅåÆœŠ'],
    ['&Igrave;&iuml;&ntilde;&Ocirc;&Uacute;&yacute;&ETH;&szlig;', 'ÌïñÔÚýÐß'],
    ['&amp&lt&gt&quot&copy&reg;&nbsp', '&<>"©® '],
    ['&euro &hellip', '&euro &hellip'],
    ['&#128;&#159;&#x7f;&#xa0;|', '€Ÿ\u007f |'],
    ['&#x10FFFF;&#xD7FF;&#xDFFF;&#xE000;', '\u{10ffff}\ud7ff\ufffd\ue000'],
    ['&#xZ; &#; &;', '&#xZ; &#; &;'],
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
    ['a<!---->b', 'ab'],
    ['a<!-- > -->b', 'ab'],
    ['a<p title =  "x>y">z', 'a\n\nz'],
    ['a<p title="x>z', 'a'],
    ['a<br/>b', 'a\nb'],
  ])('reads tags as a browser does: %s', (html, expected) => expect(htmlToText(html)).toBe(expected));

  it('leaves the legacy display out only where asked', () => {
    const html =
      '<body><div class="header-protection-legacy-display"><div>x</div><pre>Subject: s</pre></div><p>body</p></body>';
    expect(htmlToText(html, { legacyDisplay: 'hide' })).toBe('body');
    expect(htmlToText(html)).toContain('Subject: s');
    const other =
      '<p class="header-protection-legacy-display">a</p><div class="header-protection-legacy-displays">b</div>';
    expect(htmlToText(other, { legacyDisplay: 'hide' })).toBe('a\n\nb');
    const open = 'a<div class="header-protection-legacy-display">b<p>c';
    expect(htmlToText(open, { legacyDisplay: 'hide' })).toBe('a');
  });

  it.each([
    ['<b>a</b><div class="header-protection-legacy-display"><div>x</div> < y</div><p>c</p>', '<b>a</b><p>c</p>'],
    ['<div id=d class="a header-protection-legacy-display b">x</div>c', 'c'],
    ['<div>a</div>1 < 2 <p class="header-protection-legacy-display">b', undefined],
    ['<style><div class="header-protection-legacy-display"></style>c', undefined],
    ['<!-- <div class="header-protection-legacy-display">x</div> -->c', undefined],
    ['a</div class="header-protection-legacy-display">c', undefined],
    ['a<div class="header-protection-legacy-display">x</p>never closed', 'a'],
    ['', undefined],
  ])('without the legacy display, keeps every other character: %s', (html, expected) => {
    expect(withoutLegacyDisplay(html)).toBe(expected ?? html);
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
