using System.Text.Json;
using Apache.Arrow;
using Talentys.DuckDb.Public;

namespace Talentys.Query.Results;

/// <summary>Writes a value of an Arrow array as JSON, with the texts of <see cref="CellText"/>; maps whose keys are not texts are lists of pairs.</summary>
internal sealed class JsonCell : NestedJson
{
    /// <summary>The one there is; it holds nothing.</summary>
    public static readonly JsonCell Writer = new();

    private JsonCell()
    {
    }

    protected override void Leaf(Utf8JsonWriter json, IArrowArray array, int row)
    {
        if (CellText.Of(array, row) is { } text)
        {
            Text(json, array, text);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    protected override string? Key(IArrowArray keys, int row) => keys is StringArray texts ? texts.GetString(row) : null;
}
