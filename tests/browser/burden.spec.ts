/*
 * What the ten commonest tasks ask, against bench/burden.json: none may grow. BURDEN=write takes what is seen
 * as the new budget (bench/burden --write); the figures are printed either way.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Page } from '@playwright/test'
import { Meter, type Burden } from './support/meter.ts'
import { expect, settled, signIn, test } from './support/page.ts'
import { BIN } from './support/server.ts'
import { record, type Fact } from './support/steps.ts'

const FILE = resolve(import.meta.dirname, '../../bench/burden.json')
const samples = resolve(import.meta.dirname, '../samples')

interface Step { number: number; fields: { type: string }[]; papers: { roster: boolean }[] }

/* On paper each form of a step asks its facts again, and on each whose it is, of which branch, and the day. */
function onPaper(): { forms: number; fields: number; facts: number } {
  const pack = JSON.parse(spawnSync(BIN, ['rules', 'steps', 'national-2026'], { encoding: 'utf8' }).stdout) as { steps: Step[] }
  let forms = 0, fields = 0, facts = 0
  for (const s of pack.steps.filter((x) => x.number > 0)) {
    const own = s.fields.reduce((n, f) => n + (f.type === 'votes' ? 5 : 1), 0)
    const n = s.papers.length
    forms += n
    fields += n * (own + 3)
    facts += own + 1
  }
  return { forms, fields, facts }
}

async function caseWhoseNextIs(page: Page, step: string): Promise<string> {
  const found = (await (await page.request.get('/api/v1/cases?limit=200')).json()) as { items: { id: string; next_step: string | null }[] }
  return found.items.find((c) => c.next_step === step)!.id
}

test('no task asks more than its budget', async ({ browser, baseURL }) => {
  test.skip(test.info().project.name !== 'desktop', 'counted once')
  test.setTimeout(240_000)
  const seen: Record<string, Burden> = {}
  const as = async (login: string): Promise<[Page, Meter]> => {
    const page = await (await browser.newContext({ baseURL: baseURL!, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: { width: 1366, height: 850 } })).newPage()
    const meter = await Meter.on(page)
    await signIn(page, login)
    return [page, meter]
  }
  const [secretary, mine] = await as('secretary')
  const [organiser, theirs] = await as('organiser')
  const [admin, its] = await as('admin')
  const branch = ((await (await secretary.request.get('/api/v1/session')).json()) as { rights: { organisation_id: string; organisation_name: string }[] }).rights[0]!
  const people = ((await (await secretary.request.get(`/api/v1/people?organisation_id=${branch.organisation_id}&stage=full&limit=20`)).json()) as { items: { name: string; full_on: string }[] }).items.filter((p) => p.full_on < '2024-01-01')

  seen['find a person by initials'] = await mine.of(async () => {
    await secretary.goto('/people')
    await secretary.getByRole('searchbox').fill('zh')
    await settled(secretary)
    await secretary.getByRole('table').getByRole('link').first().click()
    await expect(secretary.getByRole('heading', { level: 1 })).toBeVisible()
  })
  let again = -1 /* clicks that the list swallowed while it was drawn: the test's, not a person's */
  const added = await mine.of(async () => {
    await secretary.goto('/people')
    await secretary.getByRole('button', { name: '新增人员' }).click()
    const dialog = secretary.getByRole('dialog')
    await expect(async () => {
      await dialog.getByLabel('所在党支部').fill(branch.organisation_name)
      await secretary.locator('.ant-select-tree-title', { hasText: branch.organisation_name }).first().click()
      again++
      await expect(dialog.locator('.ant-form-item').filter({ hasText: '所在党支部' })).toContainText(branch.organisation_name, { timeout: 1000 })
    }).toPass()
    await dialog.getByLabel('自何日起').fill('2024-09-01')
    await dialog.getByLabel('姓名').fill('林知夏')
    await dialog.getByLabel('出生日期').fill('2005-03-01')
    await dialog.getByLabel('学号', { exact: true }).fill('BURDEN0001')
    await dialog.getByRole('button', { name: '保存' }).click()
    await secretary.getByRole('button', { name: '建立发展档案' }).click()
    await expect(secretary).toHaveURL(/cases\/\d+/)
  })
  seen['add a person and open his dossier'] = { ...added, clicks: added.clicks - again }
  const fresh = new URL(secretary.url()).pathname
  const step = (title: string, code: string, day: string, facts: Record<string, Fact> = {}): Promise<void> => mine.of(async () => {
    await secretary.goto(fresh)
    await record(secretary, code, day, facts)
  }).then((b) => { seen[title] = b })
  await step('record an application', 'apply', '2024-09-20')
  await step('record a talk', 'first_talk', '2024-10-10', { talker: { pick: [people[0]!.name] } })
  await step('record the decision on an activist', 'activist_decide', '2025-03-10', { recommendation: { choose: 'league' }, body: { choose: 'committee' } })
  seen['put the papers of a step in the file'] = await mine.of(async () => {
    await secretary.goto(`${fresh}/papers`)
    await secretary.getByRole('button', { name: /本步\d份全部入卷/ }).first().click()
    await expect(secretary.getByText('已入卷')).toHaveCount(2)
  })
  seen['give an applicant his slip'] = await mine.of(async () => {
    await secretary.goto(`/cases/${await caseWhoseNextIs(secretary, 'activist_decide').catch(() => fresh.split('/')[2]!)}`)
    await secretary.getByRole('button', { name: '查询单、转接与终止' }).click()
    await secretary.getByRole('menuitem', { name: '进度查询单' }).click()
    await secretary.getByRole('button', { name: '开具查询单' }).click()
    await expect(secretary.getByTestId('slip-code')).toBeVisible()
  })
  seen['print the roster'] = await mine.of(async () => {
    await secretary.goto('/people')
    await secretary.getByRole('link', { name: '打印' }).click()
    await expect(secretary.getByRole('table')).toBeVisible()
  })
  seen['file a page of approvals under one number'] = await theirs.of(async () => {
    await organiser.goto('/desk?tab=filing')
    await organiser.getByRole('checkbox', { name: '选中本页全部' }).first().check()
    await organiser.getByRole('button', { name: '批量备案' }).click()
    await organiser.getByRole('dialog').getByLabel('备案文号').fill('电党备〔2026〕31号')
    await organiser.getByRole('dialog').getByRole('button', { name: '批量备案' }).click()
    await expect(organiser.getByText(/已备案\d+人/)).toBeVisible()
  })
  seen['import a roster of 120'] = await its.of(async () => {
    await admin.goto('/imports')
    await admin.locator('input[type="file"]').setInputFiles(resolve(samples, 'roster-basic-17.xlsx'))
    await expect(admin.getByText(/共读到120行/)).toBeVisible({ timeout: 20_000 })
    await admin.getByRole('button', { name: /确认写入\d+行/ }).click()
    await expect(admin.getByText(/已写入\d+行/)).toBeVisible({ timeout: 20_000 })
  })

  const paper = onPaper()
  const table = Object.entries(seen).map(([k, b]) => `| ${k} | ${b.fields} | ${b.keys} | ${b.clicks} | ${b.pages} |`)
  console.log(['| task | fields | keys | clicks | pages |', '|---|--:|--:|--:|--:|', ...table, `on paper the 25 steps have ${paper.forms} forms with ${paper.fields} fields; here each of ${paper.facts} facts is asked once`].join('\n'))
  if (process.env.BURDEN === 'write') writeFileSync(FILE, JSON.stringify({ tasks: seen, paper }, null, 1) + '\n')
  const budget = JSON.parse(readFileSync(FILE, 'utf8')) as { tasks: Record<string, Burden>; paper: { facts: number } }
  expect(Object.keys(seen), 'the tasks of the budget').toEqual(Object.keys(budget.tasks))
  for (const [task, b] of Object.entries(seen))
    for (const what of ['fields', 'keys', 'clicks', 'pages'] as const) expect.soft(b[what], `${task}: ${what}`).toBeLessThanOrEqual(budget.tasks[task]![what])
  expect(paper.facts, 'facts of the 25 steps').toBeLessThanOrEqual(budget.paper.facts)
})
