/* The dialogs behind a dossier's menu, loaded when one is asked for: transfer, and the ways out. */
import { Form, Input } from 'antd'
import { useState } from 'react'
import type { CaseDetail, Finding } from '../api'
import { t, tr } from '../i18n'
import { FormModal } from '../platform/FormModal'
import { ApiError } from '../platform/http'
import { DayInput, OrgTreeSelect } from '../platform/inputs'
import { useSession } from '../platform/session'
import { recordStep, transferCase } from './api'
import { SlipDialog } from './Slip'
import { cleanFacts, emptyFacts } from './facts'
import { StepFields } from './StepFields'
import { usePacks } from './usePacks'
import { givenReasons, Warnings } from './Warnings'

function Transfer({ c, done, close }: { c: CaseDetail; done: () => Promise<unknown>; close: () => void }) {
  const session = useSession()
  return (
    <FormModal<{ to_branch_id: string; moved_on: string; note?: string }> title={t('case.transfer')} close={close} initial={{ moved_on: session.today }}
      submit={async (v) => { await transferCase(c.id, { ...v, version: c.version }); await done() }}>
      <p className="muted" style={{ marginBottom: 12 }}>{t('case.transfer_text')}</p>
      <Form.Item name="to_branch_id" label={t('case.transfer_to')} rules={[{ required: true }]}><OrgTreeSelect branchesOnly /></Form.Item>
      <Form.Item name="moved_on" label={t('case.moved_on')} rules={[{ required: true }]}><DayInput /></Form.Item>
      <Form.Item name="note" label={t('case.note')}><Input maxLength={200} /></Form.Item>
    </FormModal>
  )
}

/* A way out, or a discussion put off; warnings come back with the first answer and ask for reasons. */
function Exit({ c, code, done, close }: { c: CaseDetail; code: string; done: () => Promise<unknown>; close: () => void }) {
  const session = useSession()
  const packs = usePacks()
  const [warnings, setWarnings] = useState<Finding[]>([])
  const [reasons, setReasons] = useState<Record<string, string>>({})
  const exit = c.exits.find((x) => x.code === code)
  const pack = packs.data?.on(session.today)
  const fields = [...(pack?.exits ?? []), ...(pack?.steps ?? [])].find((x) => x.code === code)?.fields ?? []
  const vote = !exit
  return (
    <FormModal<{ happened_on: string; facts?: Record<string, unknown> }> title={vote ? t('case.cancel_probation') : tr(exit.title)} close={close} danger={exit?.closes} ok={t(vote ? 'case.record' : 'case.exit_go')} width={vote ? 620 : undefined}
      initial={{ happened_on: session.today, facts: vote ? { ...emptyFacts(fields), outcome: 'cancel' } : undefined }}
      submit={async (v) => {
        try {
          await recordStep(c.id, { step_code: code, happened_on: v.happened_on, facts: cleanFacts(v.facts), reasons: givenReasons(warnings, reasons), version: c.version })
        } catch (e) {
          if (e instanceof ApiError) setWarnings((e.details.warnings as Finding[] | undefined) ?? [])
          throw e
        }
        await done()
      }}>
      <p className="muted" style={{ marginBottom: 12 }}>{t(vote ? 'case.cancel_text' : exit.closes ? 'case.exit_text' : 'case.put_off_text')}</p>
      <Form.Item name="happened_on" label={t('case.happened_on')} rules={[{ required: true }]}><DayInput max={session.today} /></Form.Item>
      <StepFields fields={fields} />
      <Warnings items={warnings} reasons={reasons} set={setReasons} />
    </FormModal>
  )
}

export default function CaseDialog({ dialog, c, done, close }: { dialog: string; c: CaseDetail; done: () => Promise<unknown>; close: () => void }) {
  if (dialog === 'slip') return <SlipDialog c={c} close={close} />
  if (dialog === 'transfer') return <Transfer c={c} done={done} close={close} />
  return <Exit c={c} code={dialog} done={done} close={close} />
}
