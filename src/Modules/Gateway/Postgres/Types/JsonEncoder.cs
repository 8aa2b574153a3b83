using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Types;
using Talentys.DuckDb.Public;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary>Structs, maps, unions and lists of lists, as JSON; and the text of what has no type of its own.</summary>
internal sealed class JsonEncoder(TimeZoneInfo zone) : ColumnEncoder<IArrowArray>
{
    private readonly ArrayBufferWriter<byte> json = new();
    private readonly LeafTexts leaves = new(zone);

    public override void Load(IArrowArray array)
    {
        base.Load(array);
        leaves.Clear();
    }

    public override bool IsNull(int row) => Values.IsNull(row);

    public override void Text(OutBuffer to, int row)
    {
        var (array, at) = NestedJson.Chosen(Values, row);
        if (array is StringArray text)
        {
            to.Bytes(array.IsNull(at) ? default : text.GetBytes(at));
            return;
        }

        json.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            leaves.Write(writer, array, at);
        }

        to.Bytes(json.WrittenSpan);
    }

    public override void Binary(OutBuffer to, int row) => Text(to, row);

    /// <summary>Values within, with the texts that they have as columns.</summary>
    private sealed class LeafTexts(TimeZoneInfo zone) : NestedJson
    {
        private readonly OutBuffer scratch = new();
        private readonly Dictionary<IArrowArray, ColumnEncoder> encoders = [];

        public void Clear() => encoders.Clear();

        protected override void Leaf(Utf8JsonWriter json, IArrowArray array, int row) => Text(json, array, Of(array, row));

        protected override string? Key(IArrowArray keys, int row) => keys.Data.DataType is NestedType ? null : Of(keys, row);

        private string Of(IArrowArray array, int row)
        {
            if (!encoders.TryGetValue(array, out var encoder))
            {
                encoders[array] = encoder = For(new Field("", array.Data.DataType, true), zone);
                encoder.Load(array);
            }

            scratch.Clear();
            encoder.Text(scratch, row);
            return Encoding.UTF8.GetString(scratch.Written.Span);
        }
    }
}
