using Talentys.Samples.Writing;

namespace Talentys.Samples.People;

/// <summary>Persons as Parquet, through a CSV file in a folder of its own.</summary>
internal static class PersonParquet
{
    private const string Columns =
        "{'id': 'BIGINT', 'name': 'VARCHAR', 'given_name': 'VARCHAR', 'family_name': 'VARCHAR', 'email': 'VARCHAR', 'phone': 'VARCHAR', "
        + "'street': 'VARCHAR', 'city': 'VARCHAR', 'postal_code': 'VARCHAR', 'country': 'VARCHAR', 'birth_date': 'DATE', "
        + "'signup_date': 'DATE', 'iban': 'VARCHAR', 'amount': 'DECIMAL(12,2)'}";

    public static async Task WriteAsync(Stream output, PersonMaker people, long rows, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("talentys-generate-");
        try
        {
            var csv = Path.Combine(folder.FullName, "rows.csv");
            var parquet = Path.Combine(folder.FullName, "rows.parquet");
            await using (var file = File.Create(csv))
            {
                await PersonCsv.WriteAsync(file, people, rows, cancellationToken);
            }

            using (var writer = new ParquetWriter(folder.FullName))
            {
                await writer.WriteAsync(csv, Columns, parquet, cancellationToken);
            }

            await using var made = File.OpenRead(parquet);
            await made.CopyToAsync(output, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
