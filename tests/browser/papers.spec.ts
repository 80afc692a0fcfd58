/* The file of one person: papers put in, a scan, a refused one, a supplement with two witnesses, the check, the list on paper. */
import { expect, expectAccessible, expectNoSidewaysScrolling, settled, signIn, test } from './support/page.ts'

const pdf = Buffer.from('%PDF-1.4\n1 0 obj <</Type/Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n')

test('a secretary puts the papers in order; a supplement is witnessed; the organiser checks', async ({ page, browser }) => {
  await signIn(page, 'secretary')
  const all = (await (await page.request.get('/api/v1/cases?stage=probationary')).json()) as { items: { id: string; person_name: string; branch_id: string }[] }
  const files = (await (await page.request.get(`/api/v1/papers?organisation_id=${all.items[0]!.branch_id}`)).json()) as { items: { case_id: string; needed_n: number; missing_n: number }[] }
  const bare = files.items.filter((f) => f.missing_n === f.needed_n).map((f) => f.case_id)
  const one = all.items.find((c) => bare.includes(c.id))!
  await page.goto(`/cases/${one.id}`)
  await settled(page)
  await page.getByRole('link', { name: '材料与扫描件' }).click()
  await expect(page.getByRole('heading', { level: 1, name: `${one.person_name}的材料` })).toBeVisible()
  await settled(page)
  await expectNoSidewaysScrolling(page, 'papers')
  await expectAccessible(page, 'papers')
  await page.screenshot({ path: test.info().outputPath('papers.png') })

  const letter = page.getByRole('row').filter({ has: page.getByRole('button', { name: '更多：入党申请书' }) })
  await test.step('one click puts a paper in; its scan is added and seen', async () => {
    await letter.getByRole('button', { name: '入卷' }).click()
    await expect(letter.getByText('已入卷')).toBeVisible()
    const input = letter.locator('input[type=file]')
    await input.setInputFiles({ name: '申请书.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ this is a program') })
    await expect(page.getByText('只能上传PDF、JPEG或PNG扫描件')).toBeVisible()
    await input.setInputFiles({ name: '申请书.pdf', mimeType: 'application/pdf', buffer: Buffer.from(pdf.toString().replace('/Type', '/JavaScript 1/Type')) })
    await expect(page.getByText('PDF里有脚本')).toBeVisible()
    await input.setInputFiles({ name: '申请书.pdf', mimeType: 'application/pdf', buffer: pdf })
    const link = letter.getByRole('link', { name: '查看扫描件（PDF）' })
    await expect(link).toBeVisible()
    const answer = await page.request.get((await link.getAttribute('href'))!)
    expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'application/pdf'])
  })

  await test.step('all papers of a step at once', async () => {
    await page.getByRole('button', { name: /本步\d份全部入卷/ }).first().click()
    await expect(page.getByText('已入卷')).toHaveCount(3)
  })

  const form = page.getByRole('row').filter({ has: page.getByRole('button', { name: '更多：入党积极分子培养考察登记表' }) }).first()
  await test.step('a supplement waits for two others', async () => {
    await form.getByRole('button', { name: /^更多/ }).click()
    await form.getByRole('menuitem', { name: '补件' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText('补件落款只能是今天')
    await expectAccessible(page, 'a supplement')
    await dialog.getByRole('button', { name: '补件' }).click()
    await expect(dialog).toContainText('请写明原因')
    await dialog.getByLabel('补件原因').fill('办公室搬迁时遗失')
    await dialog.getByRole('button', { name: '补件' }).click()
    await expect(form.getByText('还需2人确认')).toBeVisible()
    await expect(form.getByRole('button', { name: '确认补件' })).toHaveCount(0)
    for (const login of ['organiser', 'committee']) {
      const context = await browser.newContext({ baseURL: new URL(page.url()).origin, locale: 'zh-CN', viewport: page.viewportSize()! })
      const other = await context.newPage()
      await signIn(other, login)
      await other.goto(`/cases/${one.id}/papers`)
      await other.getByRole('button', { name: '确认补件' }).click()
      await other.getByRole('dialog').getByRole('button', { name: '确认补件' }).click()
      await expect(other.getByText('已确认')).toBeVisible()
      await context.close()
    }
    await page.reload()
    await expect(form.getByText('已入卷')).toBeVisible()
  })

  await test.step('on paper it is the list of the archive', async () => {
    await page.emulateMedia({ media: 'print' })
    await expect(page.getByRole('banner')).toBeHidden()
    await expect(page.getByRole('heading', { name: `${one.person_name}同志入党材料目录` })).toBeVisible()
    await expect(page.getByRole('button', { name: '入卷' }).first()).toBeHidden()
    await page.screenshot({ path: test.info().outputPath('papers-print.png') })
    await page.emulateMedia({ media: 'screen' })
  })

  await test.step('the check keeps who and when', async () => {
    await page.goto('/papers')
    await settled(page)
    await expectNoSidewaysScrolling(page, 'the list')
    await expectAccessible(page, 'the list')
    await page.screenshot({ path: test.info().outputPath('papers-list.png') })
    if (test.info().project.name === 'phone') { /* one by one, on the person's own page */
      await page.goto(`/cases/${one.id}/papers`)
      await page.getByRole('button', { name: '记录一次检查' }).click()
      await expect(page.getByText('已记录检查结果')).toBeVisible()
      await page.goto('/papers')
    } else {
      await page.getByRole('checkbox', { name: `选中${one.person_name}` }).check()
      await page.getByRole('button', { name: '记录一次检查' }).click()
      await expect(page.getByText('已检查：齐全0人，缺材料1人')).toBeVisible()
    }
    await page.getByLabel('显示').selectOption({ label: '只看缺材料的' })
    await expect(page.getByText(/^2026年11月\d+日 /).first()).toBeVisible()
  })
})
