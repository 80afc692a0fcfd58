/* The dialogs behind a dossier's menu, loaded when one is asked for: transfer, and the ways out. */
import { Form, Input } from 'antd'
import type { CaseDetail } from '../api'
import { t, tr } from '../i18n'
import { FormModal } from '../platform/FormModal'
import { DayInput, OrgTreeSelect } from '../platform/inputs'
import { useSession } from '../platform/session'
import { recordStep, transferCase } from './api'
import { SlipDialog } from './Slip'
import { cleanFacts } from './facts'
import { StepFields } from './StepFields'
import { usePacks } from './usePacks'

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

function Exit({ c, code, done, close }: { c: CaseDetail; code: string; done: () => Promise<unknown>; close: () => void }) {
  const session = useSession()
  const packs = usePacks()
  const exit = c.exits.find((x) => x.code === code)
  const pack = packs.data?.on(session.today)
  const fields = [...(pack?.exits ?? []), ...(pack?.steps ?? [])].find((x) => x.code === code)?.fields ?? []
  return (
    <FormModal<{ happened_on: string; facts?: Record<string, unknown> }> title={tr(exit?.title)} close={close} danger ok={t('case.exit_go')} initial={{ happened_on: session.today }}
      submit={async (v) => {
        await recordStep(c.id, { step_code: code, happened_on: v.happened_on, facts: cleanFacts(v.facts), reasons: [], version: c.version })
        await done()
      }}>
      <p className="muted" style={{ marginBottom: 12 }}>{t('case.exit_text')}</p>
      <Form.Item name="happened_on" label={t('case.happened_on')} rules={[{ required: true }]}><DayInput /></Form.Item>
      <StepFields fields={fields} />
    </FormModal>
  )
}

export default function CaseDialog({ dialog, c, done, close }: { dialog: string; c: CaseDetail; done: () => Promise<unknown>; close: () => void }) {
  if (dialog === 'slip') return <SlipDialog c={c} close={close} />
  if (dialog === 'transfer') return <Transfer c={c} done={done} close={close} />
  return <Exit c={c} code={dialog} done={done} close={close} />
}
