/* What ends or moves a dossier: transfer to another branch, and the ways out. */
import { Form, Input } from 'antd'
import { useState } from 'react'
import type { CaseDetail } from '../api'
import { t, tr } from '../i18n'
import { PermissionGate } from '../platform/ConfirmAction'
import { FormModal } from '../platform/FormModal'
import { DayInput, OrgTreeSelect } from '../platform/inputs'
import { Menu } from '../platform/Menu'
import { useSession } from '../platform/session'
import { recordStep, transferCase } from './api'
import { usePacks } from './usePacks'
import { cleanFacts, StepFields } from './StepFields'

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

export function CaseActions({ c, done }: { c: CaseDetail; done: () => Promise<unknown> }) {
  const [dialog, setDialog] = useState<string | null>(null)
  const exits = c.exits.filter((e) => e.may_record)
  return (
    <PermissionGate perm="case_read">
      {c.state === 'open' && (
        <Menu text={t('case.more')} actions={[{ key: 'transfer', label: t('case.transfer'), run: () => setDialog('transfer') }, ...exits.map((e) => ({ key: e.code, label: tr(e.title), run: () => setDialog(e.code) }))]} />
      )}
      {dialog === 'transfer' && <Transfer c={c} done={done} close={() => setDialog(null)} />}
      {dialog && dialog !== 'transfer' && <Exit c={c} code={dialog} done={done} close={() => setDialog(null)} />}
    </PermissionGate>
  )
}
