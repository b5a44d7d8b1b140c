import { ClassName } from "../components/class-name.js";
import { formatCount } from "../text/format.js";

interface ClassCountsProps {
  readonly names: readonly string[];
  readonly counts: readonly number[];
}

/** How many training images each class has. */
export function ClassCounts({ names, counts }: ClassCountsProps) {
  const most = Math.max(...counts);
  return (
    <table className="bars">
      <caption>Training images by class</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">Class</th>
          <th scope="col">Images</th>
        </tr>
      </thead>
      <tbody>
        {names.map((name, index) => (
          <tr key={name}>
            <th scope="row">
              <ClassName name={name} />
            </th>
            <td>
              <span className="bar" style={{ inlineSize: `${(100 * counts[index]!) / most}%` }} />
            </td>
            <td className="number">{formatCount(counts[index]!)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
