/* Every word stands in a catalogue, in both languages. (That keys exist is checked by the compiler.) */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { test } from 'node:test'

const src = new URL('../src', import.meta.url).pathname
const CJK = /[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]|\\u[3-9][0-9a-f]{3}/

function* files(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) yield* files(path)
    else if (/\.(ts|tsx|css)$/.test(name) && !name.endsWith('.gen.ts')) yield path
  }
}

function catalogue(lang) {
  const all = new Map()
  for (const name of readdirSync(join(src, 'i18n', lang))) {
    if (name === 'index.ts') continue
    for (const m of readFileSync(join(src, 'i18n', lang, name), 'utf8').matchAll(/^ {2}'([^']+)': (?:'((?:[^'\\]|\\.)*)'|"([^"]*)"),$/gm)) {
      assert.ok(!all.has(m[1]), `${lang}: ${m[1]} stands twice`)
      all.set(m[1], m[2] ?? m[3])
    }
  }
  return all
}

const zh = catalogue('zh-CN')
const en = catalogue('en')
const params = (text) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]))].sort().join()

test('no Chinese outside the catalogues', () => {
  for (const path of files(src)) {
    const name = relative(src, path)
    if (name.startsWith('i18n/zh-CN') || name === 'i18n/en/platform.ts') continue
    const at = readFileSync(path, 'utf8').split('\n').findIndex((line) => CJK.test(line) && !/import_fault|period_unreadable/.test(line))
    assert.equal(at, -1, `${name}:${at + 1} has a Chinese literal`)
  }
})

test('both languages have the same keys, none empty in Chinese', () => {
  assert.ok(zh.size > 500)
  assert.deepEqual([...en.keys()].sort(), [...zh.keys()].sort())
  for (const [key, text] of zh) assert.ok(text.trim() !== '', key)
})

test('a text in English uses no other parameters than in Chinese', () => {
  for (const [key, text] of zh) {
    if (key.startsWith('date.')) continue
    assert.equal(params(en.get(key)), params(text), key)
  }
})

test('every key is used, by name or by its group', () => {
  const code = [...files(src)].filter((p) => !p.includes('/i18n/zh-CN/') && !p.includes('/i18n/en/')).map((p) => readFileSync(p, 'utf8')).join('\n')
  const groups = new Set([...code.matchAll(/tc\('([a-z_.]+)'/g)].map((m) => m[1]))
  for (const m of code.matchAll(/group="([a-z_.]+)"/g)) groups.add(m[1])
  for (const g of ['refusal', 'error', 'post', 'stage_short', 'stand_ended']) groups.add(g)
  const unused = [...zh.keys()].filter((k) => !code.includes(`'${k}'`) && ![...groups].some((g) => k.startsWith(g + '.')))
  assert.deepEqual(unused, [])
})

test('every group of words that a screen asks for exists', () => {
  const code = [...files(src)].map((p) => readFileSync(p, 'utf8')).join('\n')
  for (const m of code.matchAll(/tc\('([a-z_.]+)'/g)) assert.ok(m[1] === 'rule_name' || [...zh.keys()].some((k) => k.startsWith(m[1] + '.')), m[1])
})

test('every error the server can answer with has words', () => {
  const codes = [...readFileSync(join(src, 'platform/errors.gen.ts'), 'utf8').matchAll(/"([a-z_]+)"/g)].map((m) => m[1])
  assert.ok(codes.length > 15)
  assert.deepEqual(codes.filter((c) => c !== 'ok' && !zh.has(`error.${c}`)), [])
})

test('every kind of fault and every field of the importer has words', () => {
  const intake = join(src, '../../src/intake')
  for (const [file, group] of [['faults.def', 'import_fault'], ['fields.def', 'import_field']]) {
    const codes = [...readFileSync(join(intake, file), 'utf8').matchAll(/^X\(\w+,\s*"(\w+)"/gm)].map((m) => m[1])
    assert.ok(codes.length > 40, file)
    assert.deepEqual(codes.filter((c) => !zh.has(`${group}.${c}`)), [], file)
  }
})

test('every reason to refuse a file has words', () => {
  const codes = [...readFileSync(join(src, '../../src/doc/xlsx_refusal.def'), 'utf8').matchAll(/^X\(\w+,\s*"(\w+)"/gm)].map((m) => m[1])
  assert.deepEqual(codes.filter((c) => c !== 'none' && !zh.has(`import_refused.${c}`)), [])
})

test('every custom and severity of the prover has words', () => {
  const custom = /customs\[\] = \{([^}]*)\}/.exec(readFileSync(join(src, '../../src/dossier/dossier_reply.c'), 'utf8'))[1]
  const codes = [...custom.matchAll(/"([a-z_]+)"/g)].map((m) => `custom.${m[1]}`)
  assert.ok(codes.length >= 5)
  assert.deepEqual([...codes, 'severity.contradiction', 'severity.warning'].filter((c) => !zh.has(c)), [])
})

test('every post and every permission of the server is known here', () => {
  const perms = [...readFileSync(join(src, '../../src/access/perm.def'), 'utf8').matchAll(/"([a-z_]+)"/g)].map((m) => m[1])
  const code = [...files(src)].map((p) => readFileSync(p, 'utf8')).join('\n')
  for (const m of code.matchAll(/(?:may\((?:s|session|useSession\(\)), |perm=)["']([a-z_]+)["']/g)) assert.ok(perms.includes(m[1]), `no permission ${m[1]}`)
})
