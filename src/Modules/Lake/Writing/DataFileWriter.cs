using System.Text.RegularExpressions;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Public;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;
using Talentys.Lake.Types;

namespace Talentys.Lake.Writing;

/// <summary>Writes the rows of a SELECT as data files.</summary>
internal sealed partial class DataFileWriter(LakeOptions options, IObjectStore objects, ILakeCopies copies)
{
    /// <summary>Brings the files here that a SELECT reads, until it has ended.</summary>
    public Task<IDisposable?> SourcesAsync(string select, CancellationToken cancellationToken) => copies.LeaseAsync([select], null, cancellationToken);

    /// <summary>Writes the rows.</summary>
    /// <param name="connection">Where the SELECT runs.</param>
    /// <param name="select">The SELECT.</param>
    /// <param name="columns">What it returns.</param>
    /// <param name="fields">What each column becomes, in the same order.</param>
    /// <param name="target">Where the files go, and the table that tells how.</param>
    /// <param name="prefix">How their names begin.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<ContentFile>> WriteAsync(
        DuckConnection connection,
        string select,
        IReadOnlyList<SelectColumn> columns,
        IReadOnlyList<NestedField> fields,
        WriteTarget target,
        string prefix,
        CancellationToken cancellationToken)
    {
        var layout = WriteLayout.Of(target.Metadata, fields, options);
        var rows = $"SELECT {string.Join(", ", columns.Zip(fields, Expression))} FROM {SelectColumns.Source(select)}";
        var copy = new ParquetCopy(connection, objects, target.Place, layout, fields, prefix);
        try
        {
            return layout.IsPlain
                ? await copy.WriteAsync(rows, cancellationToken)
                : await new StagedRows(connection, copy, layout, fields).WriteAsync(rows, cancellationToken);
        }
        catch (FaultException failure) when (Overflow(failure, columns) is { } overflow)
        {
            throw new FaultException(overflow, failure);
        }
    }

    private static string Expression(SelectColumn column, NestedField field)
    {
        var name = SqlText.Quote(column.Name);
        var type = EngineTypeName.Of(field.Type);
        var value = !column.IsNull && EngineTypeParser.Parse(type) is EngineType.Simple simple && simple == column.Type ? name : $"CAST({name} AS {type})";
        return column.Name == field.Name ? value == name ? value : $"{value} AS {name}" : $"{value} AS {SqlText.Quote(field.Name)}";
    }

    /// <summary>The engine names the column only where it is cast by itself, not inside a list or struct.</summary>
    private static Fault? Overflow(FaultException failure, IReadOnlyList<SelectColumn> columns)
    {
        var match = CastError().Match(failure.Fault.Message);
        var suspects = columns.Where(column => Lowering.MayOverflow(column.Type)).Select(column => column.Name).ToList();
        if (!match.Success || suspects.Count == 0)
        {
            return null;
        }

        var named = match.Groups["column"].Value;
        if (match.Groups["column"].Success && !suspects.Contains(named))
        {
            return null;
        }

        var place = match.Groups["column"].Success ? named : string.Join(", ", suspects);
        return Fault.Invalid(
            "lake.overflow",
            $"Column {place} holds {match.Groups["value"].Value}, which does not fit into the 38 digits of DECIMAL(38,0).",
            place,
            "Cast the column to DOUBLE or VARCHAR.");
    }

    [GeneratedRegex(@"Could not cast value (?<value>-?\d+) to DECIMAL\(\d+,\d+\)(?: when casting from source column (?<column>[^\n]*))?")]
    private static partial Regex CastError();
}

/// <summary>Where files of a write go.</summary>
/// <param name="Place">The folder.</param>
/// <param name="Metadata">The table, for how its files are made; null before it has any.</param>
internal sealed record WriteTarget(TablePlace Place, TableMetadata? Metadata);
