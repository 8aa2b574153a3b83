using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Talentys.Host.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class LakeNamespacesAndDrops : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "Foreign",
                table: "lake_tables",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "lake_dropped",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Folder = table.Column<string>(type: "TEXT", nullable: false),
                    DroppedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lake_dropped", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "lake_namespaces",
                columns: table => new
                {
                    Organisation = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Environment = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    SchemaKey = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Schema = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Properties = table.Column<string>(type: "TEXT", nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lake_namespaces", x => new { x.Organisation, x.Environment, x.SchemaKey });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "lake_dropped");

            migrationBuilder.DropTable(
                name: "lake_namespaces");

            migrationBuilder.DropColumn(
                name: "Foreign",
                table: "lake_tables");
        }
    }
}
