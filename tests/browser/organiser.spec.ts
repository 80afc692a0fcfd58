/* An organiser's evening: dossiers with contradictions one after the other, a repair, the sheet for a branch. */
import type { Page } from '@playwright/test'
import { expect, expectAccessible, expectNoSidewaysScrolling, settled, signIn, test } from './support/page.ts'

interface Row { case_id: string; person_name: string; branch_id: string; branch_name: string; contradictions: number; warnings: number; findings: { rule: string }[] }

const phone = () => (test.info().project.use.viewport?.width ?? 0) < 768
const panel = (page: Page) => page.getByRole('region', { name: '材料互证' })

async function rows(page: Page, query = ''): Promise<Row[]> {
  return (await (await page.request.get(`/api/v1/dossiers?state=open${query}`)).json() as { items: Row[] }).items
}

async function shows(page: Page, row: Row): Promise<void> {
  await expect(panel(page).getByRole('heading', { level: 2, name: row.person_name, exact: true })).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`case=${row.case_id}(&|$)`))
}

test('an organiser reads the evening\'s dossiers and mends one', async ({ page }) => {
  await signIn(page, 'organiser')
  await settled(page)
  if (phone()) await page.getByRole('button', { name: '打开导航' }).click()
  await page.getByRole('link', { name: '材料审阅' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '组织员审阅台' })).toBeVisible()
  await settled(page)
  await expectNoSidewaysScrolling(page, 'the review desk')
  await expectAccessible(page, 'the review desk')
  const all = await rows(page)
  expect(all.length).toBeGreaterThan(3)
  const broken = (await rows(page, '&rule=steps_order'))[0]!
  const at = all.findIndex((r) => r.case_id === broken.case_id)

  await test.step('they are paged through, by keyboard or by thumb', async () => {
    if (phone()) {
      await page.locator('.dossier-row').first().click()
      await shows(page, all[0]!)
      await panel(page).getByRole('button', { name: '下一件' }).click()
      await shows(page, all[1]!)
      await panel(page).getByRole('button', { name: '返回列表' }).click()
      await expect(page.locator('.dossier-row').first()).toBeVisible()
    } else {
      await expect(panel(page).getByRole('heading', { level: 2, name: all[0]!.person_name, exact: true })).toBeVisible()
      for (const i of [1, 2]) {
        await page.keyboard.press('j')
        await shows(page, all[i]!)
        await expect(panel(page)).toContainText(`第${i + 1}件，共`)
      }
      await page.keyboard.press('k')
      await shows(page, all[1]!)
      await page.keyboard.press('o')
      await expect(page).toHaveURL(new RegExp(`/cases/${all[1]!.case_id}$`))
      await page.goBack()
      await shows(page, all[1]!)
    }
  })

  await test.step('one contradicts itself: both papers, the text, the repair', async () => {
    await page.locator('.dossier-row').nth(at).click()
    await shows(page, broken)
    const finding = panel(page).getByRole('article').filter({ hasText: '党组织派人谈话' }).first()
    await expect(finding).toContainText('步骤「递交入党申请书」')
    await expect(finding).toContainText('办理「党组织派人谈话」之前，应当先完成：递交入党申请书。')
    await expect(finding).toContainText('依据：中国共产党发展党员工作细则')
    await expect(finding).toContainText('最小的改法：核对步骤「递交入党申请书」和步骤「党组织派人谈话」的日期')
    await settled(page)
    await expectNoSidewaysScrolling(page, 'a dossier')
    await expectAccessible(page, 'a dossier')
    await finding.getByRole('link', { name: '步骤「党组织派人谈话」' }).click()
  })

  await test.step('the slip is corrected where it was made', async () => {
    await expect(page).toHaveURL(new RegExp(`/cases/${broken.case_id}#step-first_talk`))
    const card = page.getByRole('region', { name: '材料互证' })
    await expect(card).toContainText('应当先完成：递交入党申请书')
    const step = page.locator('#step-first_talk')
    await step.getByRole('button', { name: '更正' }).click()
    const dialog = page.getByRole('dialog')
    const detail = await (await page.request.get(`/api/v1/cases/${broken.case_id}`)).json() as { steps: { code: string; happened_on: string }[] }
    const applied = Date.parse(detail.steps.find((s) => s.code === 'apply')!.happened_on)
    await dialog.getByLabel('办理日期').fill(new Date(applied + 6 * 86_400_000).toISOString().slice(0, 10))
    await dialog.getByLabel('更正原因').fill('以谈话记录原件为准')
    await dialog.getByRole('button', { name: '更正', exact: true }).click()
    await expect(dialog).toHaveCount(0)
    await expect(card.getByText('应当先完成：递交入党申请书')).toHaveCount(0)
    await settled(page)
    await expectAccessible(page, 'the case')
    await expectNoSidewaysScrolling(page, 'the case')
  })

  await test.step('back at the desk the finding is gone, and the evening goes on', async () => {
    await page.goBack()
    await expect(panel(page).getByText('应当先完成：递交入党申请书')).toHaveCount(0)
    await expect(panel(page).getByText('没有发现矛盾')).toBeVisible()
    const left = await rows(page)
    /* The next one may have come up to the page. */
    expect(left.map((r) => r.case_id).slice(0, all.length - 1)).toEqual(all.filter((r) => r.case_id !== broken.case_id).map((r) => r.case_id))
    if (phone()) await panel(page).getByRole('button', { name: '下一件' }).click()
    else await page.keyboard.press('j')
    await shows(page, left[Math.min(at, left.length - 1)]!)
  })

  await test.step('what a branch has to mend is printed', async () => {
    const row = (await rows(page))[0]!
    await page.goto(`/dossiers?organisation_id=${row.branch_id}`)
    await settled(page)
    await page.getByRole('link', { name: '打印清单' }).click()
    await expect(page.getByRole('heading', { level: 2, name: `${row.branch_name}材料互证清单` })).toBeVisible()
    await expect(page.getByRole('heading', { level: 3, name: row.person_name })).toBeVisible()
    await settled(page)
    await expectNoSidewaysScrolling(page, 'the sheet')
    await expectAccessible(page, 'the sheet')
    await page.emulateMedia({ media: 'print' })
    await expect(page.getByText('组织员（签字）')).toBeVisible()
    await expect(page.getByRole('button', { name: '打印' })).toBeHidden()
    await page.emulateMedia({ media: 'screen' })
  })

  await test.step('another college sees none of it', async () => {
    await page.context().clearCookies()
    await signIn(page, 'organiser2')
    await page.goto(`/dossiers?case=${all[0]!.case_id}`)
    await expect(panel(page).getByRole('alert')).toBeVisible()
    await expect(page.getByText(all[0]!.person_name, { exact: true })).toHaveCount(0)
  })
})
