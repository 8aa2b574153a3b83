using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Talentys.Host.Migrations.Postgres
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
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.CreateTable(
                name: "query_lineage",
                columns: table => new
                {
                    Id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    Organisation = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    Environment = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    TargetKey = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    SourceKey = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    Target = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    TargetColumn = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    SourceColumn = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    QueryId = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    At = table.Column<long>(type: "bigint", nullable: false)
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
