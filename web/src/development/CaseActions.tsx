/* What ends or moves a dossier, and the slip for its person: the menu; its dialogs load when they are asked for. */
import { Button, Dropdown } from 'antd'
import { lazy, Suspense, useState } from 'react'
import type { CaseDetail } from '../api'
import { t, tr } from '../i18n'
import { PermissionGate } from '../platform/ConfirmAction'

const CaseDialog = lazy(() => import('./CaseDialogs'))

export default function CaseActions({ c, done }: { c: CaseDetail; done: () => Promise<unknown> }) {
  const [dialog, setDialog] = useState<string | null>(null)
  const exits = c.exits.filter((e) => e.may_record)
  return (
    <PermissionGate perm="case_read">
      {c.state === 'open' && (
        <Dropdown trigger={['click']} menu={{
          items: [{ key: 'slip', label: t('slip.menu') }, { key: 'transfer', label: t('case.transfer') }, ...(exits.length > 0 ? [{ type: 'divider' as const }] : []), ...exits.map((e) => ({ key: e.code, label: tr(e.title) }))],
          onClick: ({ key }) => setDialog(key),
        }}>
          <Button>{t('case.more')}</Button>
        </Dropdown>
      )}
      {dialog && <Suspense><CaseDialog dialog={dialog} c={c} done={done} close={() => setDialog(null)} /></Suspense>}
    </PermissionGate>
  )
}
