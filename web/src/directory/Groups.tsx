/* Party groups inside the branches of an organisation. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import type { PartyGroup } from '../api'
import { t } from '../i18n'
import { day } from '../platform/dates'
import { FormModal } from '../platform/FormModal'
import { DayInput, OrgTreeSelect, PlainSelect } from '../platform/inputs'
import { PageHeader } from '../platform/plain'
import { PageTable, type Column } from '../platform/PageTable'
import { may, useSession } from '../platform/session'
import { StateTag } from '../platform/StageTag'
import { addGroup, classes, editGroup, groups } from './api'
import { changedOnly, filledOnly, type Given } from './patch'
import { ScopeFilter, useScope } from './scope'

function ClassChoice({ at, ...rest }: { at: string | undefined; id?: string; value?: string; onChange?: (v: string | undefined) => void }) {
  const list = useQuery({ queryKey: ['class-choice', at], queryFn: () => classes({ organisation_id: at, limit: 200 }) })
  return <PlainSelect {...rest} placeholder={t('groups.no_class')} options={(list.data?.items ?? []).filter((c) => !c.closed_on || c.id === rest.value).map((c) => ({ value: c.id, label: c.name }))} />
}

function Dialog({ known, at, branch, close }: { known?: PartyGroup; at: string | undefined; branch: string | undefined; close: () => void }) {
  const session = useSession()
  const client = useQueryClient()
  const submit = async (v: Given): Promise<void> => {
    if (known) await editGroup(known.id, { ...changedOnly(known, v), version: known.version })
    else await addGroup(filledOnly(v))
    await Promise.all([['groups'], ['goals'], ['goals-rows']].map((queryKey) => client.invalidateQueries({ queryKey })))
  }
  return (
    <FormModal<Given> title={t(known ? 'groups.edit' : 'groups.add')} close={close} submit={submit} initial={known ? ({ ...known } as Given) : { organisation_id: branch, founded_on: session.today }}>
      {!known && <Form.Item name="organisation_id" label={t('field.branch')} rules={[{ required: true }]}><OrgTreeSelect branchesOnly /></Form.Item>}
      <Form.Item name="name" label={t('groups.name')} rules={[{ required: true, whitespace: true }]}><Input maxLength={60} placeholder={t('groups.name_example')} /></Form.Item>
      <div className="two">
        <Form.Item name="class_id" label={t('field.class')} extra={t('groups.class_help')}><ClassChoice at={at} /></Form.Item>
        <Form.Item name="campus" label={t('goals.campus')}><Input maxLength={40} /></Form.Item>
        {known ? <Form.Item name="closed_on" label={t('groups.closed_on')}><DayInput /></Form.Item>
          : <Form.Item name="founded_on" label={t('organisation.founded_on')} rules={[{ required: true }]}><DayInput max={session.today} /></Form.Item>}
      </div>
    </FormModal>
  )
}

const State = ({ g }: { g: PartyGroup }) => g.closed_on ? <StateTag kind="quiet">{t('state.closed', { day: day(g.closed_on) })}</StateTag> : <StateTag kind="good">{t('groups.active')}</StateTag>

export default function Groups() {
  const session = useSession()
  const scope = useScope()
  const [dialog, setDialog] = useState<{ known?: PartyGroup } | null>(null)
  const edit = (g: PartyGroup) => scope.mayEdit(g.organisation_id) && <Button size="small" aria-label={t('table.edit_one', { name: g.name })} onClick={() => setDialog({ known: g })}>{t('action.edit')}</Button>
  const columns: Column<PartyGroup>[] = [
    { key: 'name', title: t('groups.name'), render: (g) => g.name },
    { key: 'branch', title: t('field.branch'), render: (g) => g.organisation_name },
    { key: 'class', title: t('field.class'), render: (g) => g.class_name },
    { key: 'campus', title: t('goals.campus'), render: (g) => g.campus },
    { key: 'founded', title: t('organisation.founded_on'), render: (g) => <span className="num">{g.founded_on}</span>, className: 'nowrap' },
    { key: 'state', title: t('posts.state'), render: (g) => <State g={g} />, className: 'nowrap' },
    ...(may(session, 'directory_edit') ? [{ key: 'act', title: t('table.actions'), render: edit, className: 'nowrap no-print' }] : []),
  ]
  return (
    <>
      <PageHeader title={t('places.groups')} sub={t('groups.sub')} back={scope.back} actions={scope.mayEdit(scope.id) && <Button type="primary" onClick={() => setDialog({})}>{t('groups.add')}</Button>} />
      <PageTable<PartyGroup>
        name="groups" label={t('places.groups')} query={{ organisation_id: scope.id }} load={groups} rowKey={(g) => g.id} columns={columns}
        card={(g) => (
          <>
            <div className="item-top"><b>{g.name}</b><State g={g} /></div>
            <div className="item-top"><span className="meta">{[g.organisation_name, g.class_name, g.campus].filter(Boolean).join(' · ')}</span>{edit(g)}</div>
          </>
        )}
        filters={<ScopeFilter scope={scope} />} empty={{ title: t('groups.empty'), text: t('groups.empty_text') }}
      />
      {dialog && <Dialog known={dialog.known} at={scope.id} branch={scope.branch} close={() => setDialog(null)} />}
    </>
  )
}
