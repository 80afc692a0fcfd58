/* The colours of text on its ground reach WCAG AA (4.5:1). */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

const src = new URL('../src/platform/', import.meta.url).pathname

function luminance(hex) {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
function contrast(a, b) {
  const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (hi + 0.05) / (lo + 0.05)
}

test('the rule itself: black on white is 21:1, grey 777 is below', () => {
  assert.equal(Math.round(contrast('#000000', '#ffffff')), 21)
  assert.ok(contrast('#777777', '#ffffff') < 4.5)
})

const tags = [...readFileSync(src + 'tags.ts', 'utf8').matchAll(/(\w+): \['(#\w{6})', '(#\w{6})'\]/g)]
test('there are tags to check', () => assert.ok(tags.length >= 11))
for (const [, name, text, ground] of tags)
  test(`tag ${name}: ${text} on ${ground}`, () => assert.ok(contrast(text, ground) >= 4.5, contrast(text, ground).toFixed(2)))

const theme = readFileSync(src + 'theme.ts', 'utf8')
for (const [, name, colour] of theme.matchAll(/(colorText\w*|colorLink\w*|colorError|colorWarning|colorSuccess): '(#\w{6})'/g))
  for (const ground of ['#ffffff', '#f4f5f7'])
    test(`theme ${name}: ${colour} on ${ground}`, () => assert.ok(contrast(colour, ground) >= 4.5, contrast(colour, ground).toFixed(2)))
