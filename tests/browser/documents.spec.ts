/* Papers made of the record: one, the whole book, all of a meeting, a template changed in Word. */
import { readFileSync } from 'node:fs'
import type { Download, Page } from '@playwright/test'
import { expect, expectAccessible, expectNoSidewaysScrolling, settled, signIn, test } from './support/page.ts'

async function made(page: Page, button: string): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button, exact: true }).first().click()])
  return download
}
const begin = async (d: Download): Promise<string> => readFileSync(await d.path()).subarray(0, 4).toString('latin1')

test('a secretary makes a paper, the whole record and the papers of a meeting', async ({ page }) => {
  await signIn(page, 'secretary')
  const one = ((await (await page.request.get('/api/v1/cases?stage=probationary&limit=1')).json()) as { items: { id: string; person_name: string }[] }).items[0]!
  await page.goto(`/cases/${one.id}`)
  await settled(page)
  await page.getByRole('link', { name: '生成文书' }).click()
  await expect(page.getByRole('heading', { level: 1, name: `${one.person_name}的文书` })).toBeVisible()
  await settled(page)
  await expectNoSidewaysScrolling(page, 'papers of one person')
  await expectAccessible(page, 'papers of one person')
  const minutes = await made(page, '接收预备党员大会会议记录：PDF')
  expect(minutes.suggestedFilename()).toBe(`接收预备党员大会会议记录-${one.person_name}.pdf`)
  expect(await begin(minutes)).toBe('%PDF')
  expect(await begin(await made(page, '全程纪实：PDF'))).toBe('%PDF')
  expect(await begin(await made(page, '全程纪实：Word'))).toBe('PK\u0003\u0004')
  await expect(page.getByText('需手写：').first()).toBeVisible()

  await test.step('all papers of a meeting, and a name-list of the year', async () => {
    await page.goto('/documents')
    await settled(page)
    await expectNoSidewaysScrolling(page, 'papers of a year')
    await expectAccessible(page, 'papers of a year')
    const all = await made(page, await page.getByRole('button', { name: /Word（压缩包）$/ }).first().getAttribute('aria-label') ?? '')
    expect([await begin(all), all.suggestedFilename().endsWith('.zip')]).toEqual(['PK\u0003\u0004', true])
    expect(await begin(await made(page, '年度入党申请人名册：PDF'))).toBe('%PDF')
  })

  await test.step('a year without meetings says so', async () => {
    await page.goto('/documents?year=2021')
    await settled(page)
    await expect(page.getByText('2021年没有可以成批生成的文书')).toBeVisible()
  })
})

test('a template is fetched, refused with its places, taken, and put back', async ({ page }) => {
  await signIn(page, 'admin')
  await page.goto('/documents/templates')
  await settled(page)
  await expectNoSidewaysScrolling(page, 'templates')
  await expectAccessible(page, 'templates')
  const ours = await made(page, '下载模板：入党宣誓记录')
  const row = page.getByRole('row').filter({ has: page.getByRole('button', { name: '下载模板：入党宣誓记录' }) })
  await row.locator('input[type=file]').setInputFiles({ name: '宣誓.docx', mimeType: 'application/octet-stream', buffer: Buffer.from('no archive') })
  await expect(row.getByRole('alert')).toContainText('模板没有收下')
  await row.locator('input[type=file]').setInputFiles({ name: '宣誓.docx', mimeType: 'application/octet-stream', buffer: readFileSync(await ours.path()) })
  await expect(row.getByText('宣誓.docx')).toBeVisible()
  await expect(row.getByRole('alert')).toHaveCount(0)
  await row.getByRole('button', { name: '恢复通用样式' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '恢复通用样式' }).click()
  await expect(row.getByText('通用样式')).toBeVisible()
})
