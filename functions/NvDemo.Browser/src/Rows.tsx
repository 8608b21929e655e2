import { bytes, date } from './format';
import type { FileItem, FolderItem, Item } from './service';

export type Order = 'name' | 'size' | 'date';
export type Action = 'preview' | 'download' | 'link' | 'move' | 'delete';

export const isFolder = (item: Item): item is FolderItem => 'prefix' in item;
export const nameOf = (item: Item, folder: string) => (isFolder(item) ? item.prefix : item.prefix_path).slice(folder.length) || keyOf(item);
export const keyOf = (item: Item) => (isFolder(item) ? item.prefix : item.prefix_path);

// Of what no URL can name nothing can be asked.
const hasUrl = (item: Item) => isFolder(item) || item.url !== null;

const compare: Record<Order, (one: FileItem, other: FileItem) => number> = {
  name: (one, other) => one.prefix_path.localeCompare(other.prefix_path),
  size: (one, other) => (one.size ?? 0) - (other.size ?? 0),
  date: (one, other) => one.date_added.localeCompare(other.date_added),
};

/** Folders first, then files by the order. */
export function sorted(items: Item[], order: Order, descending: boolean): Item[] {
  const sign = descending ? -1 : 1;
  return [
    ...items.filter(isFolder).sort((one, other) => (order === 'name' ? sign : 1) * one.prefix.localeCompare(other.prefix)),
    ...items.filter((item): item is FileItem => !isFolder(item)).sort((one, other) => sign * compare[order](one, other)),
  ];
}

export function Rows(props: { items: Item[]; folder: string; onOpen: (folder: string) => void; onAct: (action: Action, item: Item) => void }) {
  const { folder, onAct } = props;
  const button = (action: Action, label: string, item: Item) => (
    <button type="button" aria-label={`${label} ${nameOf(item, folder)}`} onClick={() => onAct(action, item)}>
      {label}
    </button>
  );
  return (
    <tbody>
      {props.items.map((item) => (
        <tr key={keyOf(item)}>
          <th scope="row">
            {hasUrl(item) ? (
              <button type="button" class={isFolder(item) ? 'link folder' : 'link'} onClick={() => (isFolder(item) ? props.onOpen(item.prefix) : onAct('preview', item))}>
                {nameOf(item, folder)}
              </button>
            ) : (
              nameOf(item, folder)
            )}
          </th>
          <td class="number">{isFolder(item) ? '' : bytes(item.size)}</td>
          <td class="date">{isFolder(item) ? '' : <time dateTime={item.date_added}>{date(item.date_added)}</time>}</td>
          <td class="actions">
            {!isFolder(item) && hasUrl(item) && (
              <>
                {button('download', 'Download', item)}
                {button('link', 'Link', item)}
                {button('move', 'Move', item)}
              </>
            )}
            {hasUrl(item) && button('delete', 'Delete', item)}
          </td>
        </tr>
      ))}
    </tbody>
  );
}
