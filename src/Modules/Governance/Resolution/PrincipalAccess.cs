using System.Security.Cryptography;
using System.Text;
using Talentys.Governance.Grants;
using Talentys.Governance.Masks;
using Talentys.Governance.Patterns;
using Talentys.Governance.Policies;
using Talentys.Kernel;

namespace Talentys.Governance.Resolution;

/// <summary>What one principal may see by one set of policies.</summary>
internal sealed class PrincipalAccess : IAccess
{
    private const string Open = "open";

    private readonly PseudonymKey? key;
    private readonly IReadOnlyList<(IReadOnlyList<NamePattern> Columns, Mask Mask)> masks;
    private readonly IReadOnlyList<(RowRule Rule, string Keep)> rows;
    private readonly IReadOnlyList<GroupRule> groups;
    private readonly IReadOnlyList<NamePattern> denied;
    private readonly IReadOnlyList<Grant>? granted;

    public PrincipalAccess(PolicySet set, Principal principal, PseudonymKey? key)
    {
        (Principal, this.key, HasPolicies) = (principal, key, !set.IsEmpty);
        masks = [.. set.Masks.Where(rule => rule.Audience.Holds(principal)).Select(rule => (set.ColumnsOf(rule), rule.Mask)).Where(rule => rule.Item1.Count > 0)];
        rows = [.. set.Rows.Where(rule => rule.Audience.Holds(principal)).Select(rule => (rule, rule.Keep.For(principal)))];
        groups = [.. set.Groups.Where(rule => rule.Audience.Holds(principal))];
        Grant[] own = principal.Kind == PrincipalKind.System ? [] : [.. set.Access.Grants.Where(grant => grant.To.Any(subject => subject.Means(principal)))];
        denied = [.. own.Where(grant => grant.Can == GrantLevel.None).SelectMany(grant => grant.On)];

        // administrators make the grants: they need none
        granted = set.IsGranting && !principal.Is(Roles.Administrator) ? [.. own.Where(grant => grant.Can != GrantLevel.None)] : null;
        IsOpen = masks.Count == 0 && rows.Count == 0 && groups.Count == 0 && denied.Count == 0 && granted is null;
        Fingerprint = IsOpen ? Open : Hash();
    }

    /// <inheritdoc/>
    public Principal Principal { get; }

    /// <inheritdoc/>
    public bool IsOpen { get; }

    /// <inheritdoc/>
    public bool HasPolicies { get; }

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <inheritdoc/>
    public bool MayRead(TableName table) =>
        IsOpen
        || (!denied.Any(pattern => !pattern.NamesColumns && pattern.MatchesTable(table))
            && granted?.Any(grant => grant.On.Any(pattern => pattern.MatchesTable(table))) is not false);

    /// <inheritdoc/>
    public bool MayCount(TableName table) =>
        !rows.Any(row => row.Rule.On.Any(pattern => pattern.MatchesTable(table))) && !groups.Any(group => group.On.Any(pattern => pattern.MatchesTable(table)));

    /// <inheritdoc/>
    public bool MayWrite(TableName table) =>
        MayRead(table)
        && granted?.Any(grant => grant.Can == GrantLevel.Write && grant.On.Any(pattern => pattern.MatchesTable(table))) is not false;

    /// <inheritdoc/>
    public TableAccess Of(TableName table, IReadOnlyList<PolicyColumn> columns, IReadOnlyCollection<string>? current = null)
    {
        if (IsOpen)
        {
            return new TableAccess(table, [.. columns.Select(column => new ColumnAccess(column.Name, null, null))], Talentys.Kernel.Principal.EmptySet, null, 0);
        }

        var hidden = columns.Where(column => IsHidden(table, column)).Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        List<ColumnAccess> seen = [];
        foreach (var column in columns.Where(column => !hidden.Contains(column.Name)))
        {
            List<Mask> own = [.. masks.Where(mask => mask.Columns.Any(pattern => Means(pattern, table, column))).Select(mask => mask.Mask)];
            var strictest = own.Count == 0 ? null : Mask.Strictest(own);
            seen.Add(new ColumnAccess(column.Name, strictest?.For(column.Name, column.SqlType, Principal, key), strictest?.Name));
        }

        List<string> keeps = [.. rows.Where(row => Holds(row.Rule, table, columns, current)).Select(row => $"({row.Keep}\n)").Distinct(StringComparer.Ordinal)];
        var size = groups.Where(group => group.On.Any(pattern => pattern.MatchesTable(table))).Select(group => group.Size).DefaultIfEmpty(0).Max();
        return new TableAccess(table, seen, hidden, keeps.Count == 0 ? null : string.Join(" AND ", keeps), size);
    }

    private static bool Means(NamePattern pattern, TableName table, PolicyColumn column) =>
        pattern.MatchesColumn(table, column.Name) || (column.CurrentName is { } now && pattern.MatchesColumn(table, now));

    /// <summary>A filter holds at a version that lacks its column too: there it fails, instead of showing every row.</summary>
    private static bool Holds(RowRule rule, TableName table, IReadOnlyList<PolicyColumn> columns, IReadOnlyCollection<string>? current) =>
        rule.On.Any(pattern => pattern.MatchesTable(table))
        && (rule.Having is not { } having
            || columns.Any(column => Same(column.Name, having) || (column.CurrentName is { } now && Same(now, having)))
            || current?.Any(column => Same(column, having)) is true);

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private bool IsHidden(TableName table, PolicyColumn column) =>
        denied.Any(pattern => pattern.NamesColumns && Means(pattern, table, column))
        || granted?.Any(grant => grant.On.Any(pattern => Means(pattern, table, column))) is false;

    private string Hash()
    {
        var text = new StringBuilder();
        foreach (var (columns, mask) in masks)
        {
            text.Append("mask\n").AppendJoin('\n', columns.Select(pattern => pattern.Text)).Append('\n').Append(mask.Key(Principal)).Append('\n');
        }

        foreach (var (rule, keep) in rows)
        {
            text.Append("rows\n").AppendJoin('\n', rule.On.Select(pattern => pattern.Text)).Append('\n').Append(rule.Having).Append('\n').Append(keep).Append('\n');
        }

        foreach (var group in groups)
        {
            text.Append("group\n").AppendJoin('\n', group.On.Select(pattern => pattern.Text)).Append('\n').Append(group.Size).Append('\n');
        }

        text.Append("denied\n").AppendJoin('\n', denied.Select(pattern => pattern.Text));
        foreach (var grant in granted ?? [])
        {
            text.Append('\n').Append(grant.Can).Append('\n').AppendJoin('\n', grant.On.Select(pattern => pattern.Text));
        }

        text.Append(granted is null ? "\nall" : "\ngranted").Append('\n').Append(key?.Fingerprint);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32];
    }
}
