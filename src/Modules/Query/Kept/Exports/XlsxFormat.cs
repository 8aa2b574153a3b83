using System.IO.Compression;
using System.Text;
using Talentys.Kernel;
using Talentys.Query.Results;

namespace Talentys.Query.Kept.Exports;

/// <summary>
/// Rows as an Excel workbook (Office Open XML, ECMA-376) of one sheet, written row by row: numbers, dates, times and truths
/// keep their types, and a text is a text whatever it begins with. It is written to the cache first, then sent, so that a
/// failure is told and not half a workbook.
/// </summary>
internal sealed class XlsxFormat(PlatformFolders folders) : IRowFormat
{
    /// <summary>Most rows of a sheet under its header.</summary>
    public const int MostRows = 1_048_575;

    private const int MostColumns = 16_384;
    private const int FlushAt = 256 * 1024;
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const string Document = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Type = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    public string MediaType => $"{Type}.sheet";

    /// <summary>Refuses what no sheet can hold.</summary>
    /// <exception cref="FaultException"><c>query.export_too_large</c>.</exception>
    public static void Check(long rows, int columns)
    {
        if (rows > MostRows || columns > MostColumns)
        {
            throw new FaultException(Fault.Invalid(
                "query.export_too_large",
                $"An Excel sheet holds {MostRows:N0} rows and {MostColumns:N0} columns; the result has {rows:N0} rows and {columns:N0} columns.",
                "format", "Export to CSV or Parquet, or select less."));
        }
    }

    public async Task WriteAsync(LimitedRows rows, Stream output, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(folders.Cache, "exports")).FullName;
        await using var file = new FileStream(
            Path.Combine(folder, $"{Ids.New()}.xlsx"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16,
            FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        await using (var archive = await ZipArchive.CreateAsync(file, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancellationToken))
        {
            foreach (var (name, content) in Parts())
            {
                await using var part = await archive.CreateEntry(name).OpenAsync(cancellationToken);
                await part.WriteAsync(Encoding.UTF8.GetBytes(content), cancellationToken);
            }

            await using var sheet = await archive.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).OpenAsync(cancellationToken);
            await SheetAsync(rows, sheet, cancellationToken);
        }

        file.Position = 0;
        await file.CopyToAsync(output, cancellationToken);
    }

    private static async Task SheetAsync(LimitedRows rows, Stream sheet, CancellationToken cancellationToken)
    {
        var text = new StringBuilder($"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{Sheet}">""")
            .Append("""<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>""")
            .Append("<sheetData><row>");
        foreach (var field in rows.Schema.FieldsList)
        {
            XlsxCell.Text(text, field.Name);
        }

        text.Append("</row>");
        while (await rows.NextAsync(cancellationToken) is { } next)
        {
            using var batch = next;
            for (var row = 0; row < batch.Length; row++)
            {
                text.Append("<row>");
                for (var column = 0; column < batch.ColumnCount; column++)
                {
                    XlsxCell.Write(text, batch.Column(column), row);
                }

                text.Append("</row>");
                if (text.Length > FlushAt)
                {
                    await FlushAsync(text, sheet, cancellationToken);
                }
            }
        }

        text.Append("</sheetData></worksheet>");
        await FlushAsync(text, sheet, cancellationToken);
    }

    private static async Task FlushAsync(StringBuilder text, Stream sheet, CancellationToken cancellationToken)
    {
        await sheet.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken);
        text.Clear();
    }

    // styles in the order of XlsxCell's numbers: general, date, date and time, time
    private static IEnumerable<(string Name, string Content)> Parts()
    {
        const string Head = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""";
        yield return ("[Content_Types].xml", $"""
            {Head}<Types xmlns="{Package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{Type}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{Type}.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{Type}.worksheet+xml"/></Types>
            """);
        yield return ("_rels/.rels", $"""
            {Head}<Relationships xmlns="{Package}/relationships"><Relationship Id="r1" Type="{Document}/officeDocument" Target="xl/workbook.xml"/></Relationships>
            """);
        yield return ("xl/workbook.xml", $"""
            {Head}<workbook xmlns="{Sheet}" xmlns:r="{Document}"><sheets><sheet name="Result" sheetId="1" r:id="r1"/></sheets></workbook>
            """);
        yield return ("xl/_rels/workbook.xml.rels", $"""
            {Head}<Relationships xmlns="{Package}/relationships"><Relationship Id="r1" Type="{Document}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{Document}/styles" Target="styles.xml"/></Relationships>
            """);
        yield return ("xl/styles.xml", $"""
            {Head}<styleSheet xmlns="{Sheet}"><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/><numFmt numFmtId="166" formatCode="hh:mm:ss"/></numFmts><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="166" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>
            """);
    }
}
