using System.Runtime.InteropServices;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;
using Talentys.Query.Results;

namespace Talentys.Query.Kept.Files;

/// <summary>Some rows of a column as they were read from the file. Of long texts only the beginning is read.</summary>
/// <param name="array">The values.</param>
/// <param name="before">Rows of the array before the range.</param>
internal sealed class ColumnRange(IArrowArray array, int before)
{
    /// <summary>Characters of a cell in a window.</summary>
    public const int MostCharacters = 1000;

    /// <summary>Holds more than <see cref="MostCharacters"/> of any text: a character of UTF-16 takes at most 3 bytes.</summary>
    private const int BytesOfCut = 4096;

    /// <summary>Texts up to this many bytes in all are read at once.</summary>
    private const int BytesAtOnce = 1 << 20;

    private const int Piece = 256 * 1024;

    private LeasedFile? file;
    private Dictionary<int, (long At, int Bytes)> longer = [];

    /// <summary>A cell as text, cut, with its characters in all.</summary>
    public (string? Text, long Length) Cell(int row)
    {
        var at = before + row;
        if (CellText.Whole(array, at) is not { } text)
        {
            return (null, 0);
        }

        var length = longer.TryGetValue(at, out var place) ? CharactersOf(place) : text.Length;
        return (Cut(text), length);
    }

    /// <summary>Writes a whole cell as UTF-8. False when it is null.</summary>
    public async Task<bool> WriteAsync(int row, Stream output, CancellationToken cancellationToken)
    {
        var at = before + row;
        if (longer.TryGetValue(at, out var place) && array is StringArray)
        {
            var piece = new byte[Math.Min(Piece, place.Bytes)];
            for (var done = 0; done < place.Bytes; done += piece.Length)
            {
                var part = piece.AsMemory(0, Math.Min(piece.Length, place.Bytes - done));
                file!.Read(part.Span, place.At + done);
                await output.WriteAsync(part, cancellationToken);
            }

            return true;
        }

        if (longer.TryGetValue(at, out place))
        {
            var whole = new byte[place.Bytes];
            file!.Read(whole, place.At);
            await output.WriteAsync(Encoding.ASCII.GetBytes(Convert.ToBase64String(whole)), cancellationToken);
            return true;
        }

        if (CellText.Whole(array, at) is not { } text)
        {
            return false;
        }

        await output.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        return true;
    }

    /// <summary>Whether a cell is null.</summary>
    public bool IsNull(int row) => array.IsNull(before + row);

    /// <summary>Reads rows of a plain array: whole bytes of the bits, so that it begins at a multiple of eight.</summary>
    public static ColumnRange Read(LeasedFile file, long block, IArrowType type, int from, int to)
    {
        Span<byte> header = stackalloc byte[ArrayBlock.PlainHeader];
        file.Read(header, block);
        var offset = (int)ArrayBlock.Number(header, 3);
        var buffers = (int)ArrayBlock.Number(header, 4);
        var at = block + ArrayBlock.Number(header, 0);
        var places = new (long At, long Bytes)[buffers];
        for (var i = 0; i < buffers; i++)
        {
            places[i] = (at, ArrayBlock.Number(header, 5 + i));
            at += ArrayBlock.Padded(places[i].Bytes);
        }

        var first = (offset + from) & ~7;
        var rows = offset + to - first;
        var bits = places[0].Bytes == 0 ? ArrowBuffer.Empty : Bytes(file, places[0].At + (first / 8), (rows + 7) / 8);
        var nulls = ArrayBlock.Number(header, 2) == 0 ? 0 : -1;
        if (type is not (StringType or BinaryType))
        {
            var values = type is FixedWidthType { BitWidth: var width and >= 8 }
                ? Bytes(file, places[1].At + ((long)first * (width / 8)), rows * (width / 8))
                : Bytes(file, places[1].At + (first / 8), (rows + 7) / 8);
            return Of(new ArrayData(type, rows, nulls, 0, [bits, values]), offset + from - first);
        }

        var ends = new int[rows + 1];
        file.Read(MemoryMarshal.AsBytes(ends.AsSpan()), places[1].At + ((long)first * sizeof(int)));
        Dictionary<int, (long, int)> longer = [];
        var texts = Texts(file, places.Length > 2 ? places[2].At : 0, ends, longer);
        var range = Of(
            new ArrayData(type, rows, nulls, 0, [bits, new ArrowBuffer(MemoryMarshal.AsBytes(ends.AsSpan()).ToArray()), texts]),
            offset + from - first);
        range.file = file;
        range.longer = longer;
        return range;
    }

    private static ColumnRange Of(ArrayData data, int before) => new(ArrowArrayFactory.BuildArray(data), before);

    /// <summary>Reads texts and makes the ends count from 0; long ones are cut where all of them would be too much.</summary>
    private static ArrowBuffer Texts(LeasedFile file, long at, int[] ends, Dictionary<int, (long At, int Bytes)> longer)
    {
        var start = ends[0];
        if (ends[^1] - start <= BytesAtOnce)
        {
            var whole = Bytes(file, at + start, ends[^1] - start);
            for (var i = 0; i < ends.Length; i++)
            {
                ends[i] -= start;
            }

            return whole;
        }

        var texts = new MemoryStream();
        var piece = new byte[BytesOfCut];
        for (var row = 0; row + 1 < ends.Length; row++)
        {
            var length = ends[row + 1] - start;
            if (length > BytesOfCut)
            {
                longer[row] = (at + start, length);
            }

            var part = piece.AsSpan(0, Math.Min(length, BytesOfCut));
            file.Read(part, at + start);
            start = ends[row + 1];
            ends[row] = (int)texts.Length;
            texts.Write(part);
        }

        ends[^1] = (int)texts.Length;
        return new ArrowBuffer(texts.ToArray());
    }

    private static ArrowBuffer Bytes(LeasedFile file, long at, int count)
    {
        if (count == 0)
        {
            return ArrowBuffer.Empty;
        }

        var bytes = new byte[count];
        file.Read(bytes, at);
        return new ArrowBuffer(bytes);
    }

    /// <summary>Characters of UTF-16, as a page counts them: one for each that begins, two for those of four bytes.</summary>
    private long CharactersOf((long At, int Bytes) place)
    {
        if (array is not StringArray)
        {
            return ((place.Bytes + 2L) / 3) * 4; // base 64
        }

        var characters = 0L;
        var piece = new byte[Math.Min(Piece, place.Bytes)];
        for (var done = 0; done < place.Bytes; done += piece.Length)
        {
            var part = piece.AsSpan(0, Math.Min(piece.Length, place.Bytes - done));
            file!.Read(part, place.At + done);
            foreach (var one in part)
            {
                characters += (one & 0xC0) == 0x80 ? 0 : one >= 0xF0 ? 2 : 1;
            }
        }

        return characters;
    }

    /// <summary>The text, cut between characters.</summary>
    public static string Cut(string text) => text.Length <= MostCharacters
        ? text
        : text[..(char.IsHighSurrogate(text[MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters)];
}
