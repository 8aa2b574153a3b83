using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Talentys.Host.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class QueryLineage : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Lineage",
                table: "query_history",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "query_lineage",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Organisation = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Environment = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    TargetKey = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    SourceKey = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Target = table.Column<string>(type: "TEXT", nullable: false),
                    TargetColumn = table.Column<string>(type: "TEXT", nullable: false),
                    Source = table.Column<string>(type: "TEXT", nullable: false),
                    SourceColumn = table.Column<string>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    QueryId = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_query_lineage", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_query_lineage_Organisation_Environment_SourceKey",
                table: "query_lineage",
                columns: new[] { "Organisation", "Environment", "SourceKey" });

            migrationBuilder.CreateIndex(
                name: "IX_query_lineage_Organisation_Environment_TargetKey",
                table: "query_lineage",
                columns: new[] { "Organisation", "Environment", "TargetKey" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "query_lineage");

            migrationBuilder.DropColumn(
                name: "Lineage",
                table: "query_history");
        }
    }
}
