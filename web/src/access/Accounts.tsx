/* Accounts of the people below: opened with a one-time link, disabled, reset, signed out. */
import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Dropdown, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Account } from '../api'
import { SearchBox } from '../directory/Roster'
import { t } from '../i18n'
import { useConfirm } from '../platform/ConfirmAction'
import { moment } from '../platform/dates'
import { FormModal } from '../platform/FormModal'
import { OrgTreeSelect, PersonSelect } from '../platform/inputs'
import { Note, PageHeader } from '../platform/plain'
import { PageTable, type Column } from '../platform/PageTable'
import { StateTag } from '../platform/StageTag'
import { useFilters } from '../platform/useFilters'
import { accounts, addAccount, endAccountSessions, resetAccount, setDisabled } from './api'

function LinkShown({ url, close }: { url: string; close: () => void }) {
  const { message } = App.useApp()
  const full = new URL(url, location.origin).href
  return (
    <Modal open title={t('accounts.link')} onCancel={close} mask={{ closable: false }} cancelText={t('action.close')} okText={t('action.copy')}
      onOk={() => void navigator.clipboard.writeText(full).then(() => message.success(t('action.copied')))}>
      <p style={{ marginBottom: 12 }}>{t('accounts.link_text')}</p>
      <Input.TextArea readOnly value={full} aria-label={t('accounts.link')} autoSize onFocus={(e) => e.target.select()} />
      <div style={{ height: 12 }} />
      <Note kind="warn">{t('accounts.link_once')}</Note>
    </Modal>
  )
}

const State = ({ a }: { a: Account }) => a.disabled ? <StateTag kind="bad">{t('accounts.disabled')}</StateTag> : a.signed_in_at ? <StateTag kind="good">{t('accounts.active')}</StateTag> : <StateTag kind="quiet">{t('accounts.never')}</StateTag>

function Acts({ a, show, changed }: { a: Account; show: (url: string) => void; changed: () => Promise<unknown> }) {
  const ask = useConfirm()
  const run = (key: string): void => {
    if (key === 'reset') ask({ title: t('accounts.reset_title', { login: a.login }), text: t('accounts.reset_text'), ok: t('accounts.reset'), run: async () => show((await resetAccount(a.id)).one_time_url) })
    else if (key === 'sessions') ask({ title: t('accounts.end_title', { login: a.login }), ok: t('accounts.end'), done: t('accounts.ended'), run: () => endAccountSessions(a.id) })
    else ask({ title: t(a.disabled ? 'accounts.enable_title' : 'accounts.disable_title', { login: a.login }), text: a.disabled ? undefined : t('accounts.disable_text'), danger: !a.disabled, ok: t(a.disabled ? 'accounts.enable' : 'accounts.disable'), run: async () => { await setDisabled(a.id, !a.disabled, a.version); await changed() } })
  }
  return (
    <Dropdown trigger={['click']} menu={{ items: [{ key: 'reset', label: t('accounts.reset') }, { key: 'sessions', label: t('accounts.end') }, { key: 'disable', label: t(a.disabled ? 'accounts.enable' : 'accounts.disable'), danger: !a.disabled }], onClick: ({ key }) => run(key) }}>
      <Button size="small" aria-label={t('accounts.act_on', { login: a.login })}>{t('table.actions')}</Button>
    </Dropdown>
  )
}

export default function Accounts() {
  const client = useQueryClient()
  const [f, set] = useFilters()
  const [adding, setAdding] = useState(false)
  const [link, setLink] = useState('')
  const changed = () => client.invalidateQueries({ queryKey: ['accounts'] })
  const acts = (a: Account) => <Acts a={a} show={setLink} changed={changed} />
  const name = (a: Account) => (a.person_id ? <Link to={`/people/${a.person_id}`}>{a.name}</Link> : a.name)
  const columns: Column<Account>[] = [
    { key: 'login', title: t('accounts.login'), render: (a) => a.login },
    { key: 'name', title: t('field.name'), render: name, className: 'nowrap' },
    { key: 'state', title: t('accounts.state'), render: (a) => <State a={a} />, className: 'nowrap' },
    { key: 'totp', title: t('accounts.totp'), render: (a) => t(a.totp_on ? 'accounts.totp_on' : 'accounts.totp_off'), className: 'nowrap' },
    { key: 'at', title: t('accounts.signed_in_at'), render: (a) => <span className="num">{moment(a.signed_in_at)}</span>, className: 'nowrap' },
    { key: 'act', title: t('table.actions'), render: acts, className: 'nowrap' },
  ]
  return (
    <>
      <PageHeader title={t('nav.accounts')} sub={t('accounts.sub')} actions={<Button type="primary" onClick={() => setAdding(true)}>{t('accounts.add')}</Button>} />
      <PageTable<Account>
        name="accounts" label={t('nav.accounts')} query={{ q: f.q, organisation_id: f.organisation_id }} load={accounts} rowKey={(a) => a.id} columns={columns}
        card={(a) => (
          <>
            <div className="item-top"><b>{name(a)}</b><State a={a} /></div>
            <div className="item-top"><span className="meta num">{a.login} · {t(a.totp_on ? 'accounts.totp_on' : 'accounts.totp_off')}</span>{acts(a)}</div>
          </>
        )}
        filters={
          <>
            <SearchBox value={f.q ?? ''} onChange={(q) => set({ q })} placeholder={t('accounts.search')} />
            <div className="wide"><OrgTreeSelect aria-label={t('field.organisation')} allowClear placeholder={t('roster.all_organisations')} value={f.organisation_id} onChange={(v) => set({ organisation_id: v })} /></div>
          </>
        }
        empty={{ title: t('accounts.empty') }}
      />
      {adding && (
        <FormModal<{ person_id: string; login: string }> title={t('accounts.add')} close={() => setAdding(false)}
          submit={async (v) => {
            const made = await addAccount(v)
            await changed()
            setLink(made.one_time_url)
          }}>
          <Form.Item name="person_id" label={t('accounts.person')} rules={[{ required: true }]}><PersonSelect /></Form.Item>
          <Form.Item name="login" label={t('accounts.login')} extra={t('accounts.login_help')} rules={[{ required: true, whitespace: true }]}><Input maxLength={64} autoComplete="off" /></Form.Item>
        </FormModal>
      )}
      {link && <LinkShown url={link} close={() => setLink('')} />}
    </>
  )
}
