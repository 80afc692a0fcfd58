/* What a page loads, in compressed bytes, from the manifest of the last build. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'

const web = new URL('..', import.meta.url).pathname
const manifest = JSON.parse(readFileSync(web + '.vite/manifest.json', 'utf8'))
const size = (file) => gzipSync(readFileSync(`${web}dist/${file}`), { level: 9 }).length

/* Everything that loading these entries pulls in statically, styles included. */
function bytes(...entries) {
  const files = new Set()
  const seen = new Set()
  const visit = (key) => {
    if (seen.has(key)) return
    seen.add(key)
    const e = manifest[key]
    assert.ok(e, `no ${key} in the manifest`)
    files.add(e.file)
    e.css?.forEach((f) => files.add(f))
    e.imports?.forEach(visit)
  }
  entries.forEach(visit)
  return [...files].reduce((sum, f) => sum + size(f), 0)
}

const shell = ['index.html', 'src/i18n/zh-CN/index.ts']
const kB = (n) => `${(n / 1000).toFixed(1)} kB`

test('the build is there', () => assert.ok(existsSync(web + 'dist/index.html'), 'run npm run build first'))

for (const page of ['src/development/WhereIStand.tsx', 'src/access/Security.tsx', 'src/access/Setup.tsx', 'src/access/OneTimeLink.tsx'])
  test(`an applicant's page loads at most 200 kB: ${page}`, (t) => {
    const n = bytes(...shell, page)
    t.diagnostic(kB(n))
    assert.ok(n <= 200_000, kB(n))
  })

test("an applicant's page loads nothing of the component library", () => {
  const seen = new Set()
  const visit = (key) => {
    if (seen.has(key)) return
    seen.add(key)
    manifest[key].imports?.forEach(visit)
  }
  ;[...shell, 'src/development/WhereIStand.tsx'].forEach(visit)
  for (const key of seen) assert.ok(!readFileSync(`${web}dist/${manifest[key].file}`, 'utf8').includes('ant-btn'), `${key} has antd in it`)
})

for (const page of Object.keys(manifest).filter((k) => /^src\/(access|desk|directory|handover|intake|development)\/[A-Z]\w+\.tsx$/.test(k) && manifest[k].isDynamicEntry))
  test(`a page without its pictures loads at most 360 kB: ${page}`, (t) => {
    const n = bytes(...shell, 'src/platform/Staff.tsx', page)
    t.diagnostic(kB(n))
    assert.ok(n <= 360_000, kB(n))
  })

test('every text file is there compressed', () => {
  for (const e of Object.values(manifest)) if (e.file.endsWith('.js') && readFileSync(`${web}dist/${e.file}`).length > 1000) assert.ok(existsSync(`${web}dist/${e.file}.gz`), e.file)
})
